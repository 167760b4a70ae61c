/** What is written on tunnels: their type, and the key of a packet that crosses. */
import { ViewportPortal } from '@xyflow/react';
import { memo, useMemo } from 'react';
import { machineKey, useSelection } from '../../state';
import css from './canvas.module.css';
import { useCrossing } from './crossing';
import { EndMark } from './end-mark';
import { crossingStore } from './crossing';
import { middleOf } from './lines';
import type { TunnelLine } from './lines';
import type { Scene } from './scene';
import { useStore } from 'zustand';

/** More labels than this would hide the graph: then only those that matter now are written. */
const few = 10;

export const TunnelLabels = memo(function TunnelLabels({ scene }: { readonly scene: Scene }) {
  const selected = useSelection((s) => s.selected);
  const journey = useStore(crossingStore, (shown) => shown.journey);
  const shown = useMemo(() => {
    const tunnels = Array.from(scene.tunnels.values());
    if (tunnels.length <= few) return tunnels;
    const keys = journey?.keys;
    const matter = tunnels.filter(
      ({ id, a, b }) => keys?.has(id) === true || selected === machineKey(a) || selected === machineKey(b),
    );
    return matter.slice(0, 3 * few);
  }, [scene, journey, selected]);
  return (
    <ViewportPortal>
      {shown.map((line) => (
        <Label key={line.id} line={line} />
      ))}
    </ViewportPortal>
  );
});

function Label({ line }: { readonly line: TunnelLine }) {
  const crossing = useCrossing(line.id);
  const key = useStore(crossingStore, ({ journey }) => journey?.keys.get(line.id));
  const { x, y } = middleOf(line);
  return (
    <div
      className={css.tunnelLabel}
      data-tunnel={`${line.a} ${line.b}`}
      data-crossing={crossing}
      style={{ transform: `translate(-50%, -100%) translate(${x}px, ${y - 9}px)` }}
    >
      {line.type}
      {crossing !== undefined && key !== undefined ? ` key ${key}` : ''}
      {line.cut ? ' (cut)' : ''}
      <EndMark crossing={crossing} />
    </div>
  );
}
