/** A logical router. Wires to its switches end on it; what it translates is said beside its name. */
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { northboundKey, useMark, useShownName } from '../../state';
import css from './cards.module.css';
import { useCrossing } from './crossing';
import { EndMark } from './end-mark';
import { fitText } from './fit-text';
import type { RouterNode } from './router-nodes';
import own from './router.module.css';

export const RouterCard = memo(function RouterCard({ data: { router, badges, layout } }: NodeProps<RouterNode>) {
  const key = northboundKey(router.uuid);
  const mark = useMark(key);
  const crossing = useCrossing(key);
  const name = useShownName(router.name);
  return (
    <div
      className={`${css.card ?? ''} ${own.router ?? ''}`}
      data-entity={key}
      data-mark={mark}
      data-crossing={crossing}
      data-kind="router"
      data-enabled={router.enabled}
      style={{ width: layout.width, height: layout.height }}
    >
      <span className={own.sign} aria-hidden="true">
        ⬢
      </span>
      <strong data-name>{fitText(name || '(no name)', 18)}</strong>
      {badges.map((badge) => (
        <span key={badge} className={own.badge}>
          {badge}
        </span>
      ))}
      <EndMark crossing={crossing} />
    </div>
  );
});
