/** A scenario's graph from afar: switches above, hypervisors below, wherever they were put. */
import type { KeptAbout } from '../../bridge';
import css from './scenarios.module.css';

/** A card of the graph is about so large, in the graph's units. */
const CARD = { width: 240, height: 110 };

export function ScenarioPicture({ about }: { readonly about: KeptAbout | null }) {
  const nodes = about?.nodes ?? [];
  if (about === null || nodes.length === 0) return <span className={css.picture} aria-hidden />;
  const [xs, ys] = [nodes.map(({ x }) => x), nodes.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const width = Math.max(...xs) - left + CARD.width;
  const height = Math.max(...ys) - top + CARD.height;
  const margin = Math.max(width, height) * 0.06;
  return (
    <svg
      className={css.picture}
      viewBox={`${left - margin} ${top - margin} ${width + 2 * margin} ${height + 2 * margin}`}
      aria-hidden
    >
      {about.lines.map(([from, to]) => {
        const [a, b] = [nodes[from], nodes[to]];
        return a && b ? (
          <line
            key={`${from} ${to}`}
            x1={a.x + CARD.width / 2}
            y1={a.y + CARD.height / 2}
            x2={b.x + CARD.width / 2}
            y2={b.y + CARD.height / 2}
            vectorEffect="non-scaling-stroke"
          />
        ) : null;
      })}
      {nodes.map(({ kind, x, y }, index) => (
        <rect
          key={index}
          data-kind={kind}
          x={x}
          y={y}
          rx={kind === 'switch' ? 40 : 8}
          {...CARD}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}
