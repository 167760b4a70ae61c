/** The lines of the graph: a binding from port to VIF, a tunnel between hypervisors. */
import { BaseEdge, EdgeLabelRenderer, getBezierPath, getStraightPath } from '@xyflow/react';
import type { EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { usePlayer } from '../../state';
import css from './canvas.module.css';
import type { BindingEdge, TunnelEdge } from './graph';

export const BindingLine = memo(function BindingLine(props: EdgeProps<BindingEdge>) {
  const [path] = getBezierPath(props);
  const { color, up } = props.data ?? { color: 'var(--line-strong)', up: false };
  return (
    <BaseEdge
      id={props.id}
      path={path}
      style={{ stroke: up ? color : 'var(--ink-3)', strokeWidth: 1.6, strokeDasharray: up ? undefined : '4 4' }}
    />
  );
});

export const TunnelLine = memo(function TunnelLine(props: EdgeProps<TunnelEdge>) {
  const [path, x, y] = getStraightPath(props);
  const data = props.data;
  const key = usePlayer(({ trace, step }) => {
    const current = trace?.steps[step];
    if (!data || current?.tunnel === undefined) return null;
    const ends = [current.machine, current.tunnel.peer];
    return ends.includes(data.a) && ends.includes(data.b) ? current.tunnel.key : null;
  });
  if (!data) return null;
  return (
    <>
      <BaseEdge
        id={props.id}
        path={path}
        style={{
          stroke: 'var(--openflow)',
          strokeWidth: key === null ? 2 : 4,
          strokeDasharray: data.cut ? '3 5' : undefined,
          opacity: data.cut ? 0.5 : 1,
        }}
      />
      <EdgeLabelRenderer>
        <div
          className={css.tunnelMiddle}
          data-tunnel={`${data.a} ${data.b}`}
          style={{ transform: `translate(${x}px, ${y}px)` }}
        />
        <div
          className={css.tunnelLabel}
          data-now={key !== null}
          style={{ transform: `translate(-50%, -100%) translate(${x}px, ${y - 4}px)` }}
        >
          {data.type}
          {key === null ? '' : ` key ${key}`}
          {data.cut ? ' (cut)' : ''}
        </div>
      </EdgeLabelRenderer>
    </>
  );
});
