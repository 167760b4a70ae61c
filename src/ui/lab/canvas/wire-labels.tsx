/** The addresses of routers, written on their wires; from afar they would be dust. */
import { useStore, ViewportPortal } from '@xyflow/react';
import { memo } from 'react';
import own from './router.module.css';
import type { WireLine } from './lines';

const READABLE = 0.55;
/** More would hide the graph: then the inspector tells. */
const MOST = 40;

export const WireLabels = memo(function WireLabels({ wires }: { readonly wires: readonly WireLine[] }) {
  const readable = useStore(({ transform }) => transform[2] >= READABLE);
  if (!readable) return null;
  return (
    <ViewportPortal>
      {wires
        .filter(({ label }) => label !== '')
        .slice(0, MOST)
        .map((wire) => {
          const { x, y } = placeOf(wire);
          return (
            <div
              key={wire.id}
              className={own.wire}
              style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
              title={wire.label}
            >
              {wire.label.split(' ')[0]}
            </div>
          );
        })}
    </ViewportPortal>
  );
});

/** Nearer to the router, whose addresses they are. */
function placeOf({ curve: [a, b, c, d] }: WireLine) {
  const t = 0.62;
  const s = 1 - t;
  const [p, q, r, w] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return { x: p * a.x + q * b.x + r * c.x + w * d.x, y: p * a.y + q * b.y + r * c.y + w * d.y };
}
