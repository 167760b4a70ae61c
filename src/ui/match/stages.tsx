/** The four stages beside each other. Pointing at a node lights what comes from the same place. */
import { useMemo } from 'react';
import type { StageView } from '../bridge';
import { isLit } from './highlight';
import css from './match-lab.module.css';
import { CHANGE_LABELS, CHANGE_SIGNS, rowsOf } from './tree-rows';
import { useRoving } from './use-roving';
import { usePoint, useView } from './view';

const TITLES = { parse: 'Parse', annotate: 'Annotate', simplify: 'Simplify', normalize: 'Normalize' } as const;

export function Stages({ stages }: { stages: readonly StageView[] }) {
  return (
    <div className={css.stages}>
      {stages.map((stage, index) => (
        <Stage key={stage.name} stage={stage} number={index + 1} />
      ))}
    </div>
  );
}

function Stage({ stage, number }: { stage: StageView; number: number }) {
  const { rows, omitted } = useMemo(() => rowsOf(stage.tree), [stage.tree]);
  const active = useView((view) => view.active);
  const point = usePoint();
  const onKeyDown = useRoving();
  const title = TITLES[stage.name];
  return (
    <section className={css.stage} data-stage={stage.name} aria-label={`${number} ${title}`}>
      <header className={css.stageHead}>
        <h2>
          {number} {title}
        </h2>
        <span className={css.note}>{stage.summary}</span>
      </header>
      <div
        className={css.tree}
        role="tree"
        aria-label={`Tree after ${title.toLowerCase()}`}
        onKeyDown={onKeyDown}
        onMouseLeave={() => point([])}
      >
        {rows.map(({ node, depth, prefix }) => (
          <div
            key={node.id}
            role="treeitem"
            aria-level={depth + 1}
            tabIndex={node.id === 0 ? 0 : -1}
            data-item
            data-lit={isLit(node, active)}
            data-change={node.change}
            data-truth={node.truth}
            className={css.node}
            onMouseEnter={() => point(node.ranges)}
            onFocus={() => point(node.ranges)}
            onBlur={() => point([])}
          >
            <span className={css.lines} aria-hidden>
              {prefix}
            </span>
            {node.truth === null ? null : (
              <span className={css.truth} aria-hidden>
                {node.truth ? '✓' : '✕'}
              </span>
            )}
            <span className={css.label}>{node.label}</span>
            {node.change === null ? null : (
              <span className={css.change} title={CHANGE_LABELS[node.change]}>
                <span aria-hidden>{CHANGE_SIGNS[node.change]}</span>
                <span className="visually-hidden">{CHANGE_LABELS[node.change]}</span>
              </span>
            )}
            {node.truth === null ? null : <span className="visually-hidden">{node.truth ? 'true' : 'false'}</span>}
          </div>
        ))}
      </div>
      {omitted > 0 ? <p className={css.note}>… and {omitted} more</p> : null}
      <details className={css.asText}>
        <summary>As text</summary>
        <code tabIndex={0}>{stage.text}</code>
      </details>
    </section>
  );
}
