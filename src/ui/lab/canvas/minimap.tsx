/** The whole graph in small, with the part that is shown, when that is not all of it; a click or a drag goes there. */
import { useReactFlow, useStore } from '@xyflow/react';
import { memo } from 'react';
import type { PointerEvent } from 'react';
import css from './canvas.module.css';
import { boundsOf } from './geometry';
import type { Box } from './geometry';
import type { GraphNode } from './graph';
import type { Scene } from './scene';
import { viewWasMoved } from './show-new';

/** Of the picture, in pixels; cards keep their proportions in it. */
const size = { width: 144, height: 92 };
const margin = 60;

export function MiniMap({ nodes, scene: { cards } }: { readonly nodes: readonly GraphNode[]; readonly scene: Scene }) {
  const flow = useReactFlow();
  const [x, y, zoom] = useStore((s) => s.transform);
  const width = useStore((s) => s.width);
  const height = useStore((s) => s.height);
  const all = boundsOf(cards);
  const frame = {
    x: all.x - margin,
    y: all.y - margin,
    width: all.width + 2 * margin,
    height: all.height + 2 * margin,
  };
  const scale = Math.min(size.width / frame.width, size.height / frame.height);
  const goTo = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    viewWasMoved();
    void flow.setCenter(
      frame.x + frame.width / 2 + (event.clientX - box.left - box.width / 2) / scale,
      frame.y + frame.height / 2 + (event.clientY - box.top - box.height / 2) / scale,
      { zoom },
    );
  };
  const shown = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
  if (isInside(all, shown)) return null;
  return (
    <svg
      className={css.minimap}
      {...size}
      viewBox={`${frame.x} ${frame.y} ${frame.width} ${frame.height}`}
      aria-hidden="true"
      onPointerDown={goTo}
      onPointerMove={goTo}
    >
      <Cards nodes={nodes} />
      <rect className={css.shown} {...shown} strokeWidth={1.5 / scale} />
    </svg>
  );
}

function isInside(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function fillOf(node: GraphNode): string {
  if (node.type === 'switch') return node.data.color;
  return node.type === 'router' ? 'var(--router)' : 'var(--ink-3)';
}

const Cards = memo(function Cards({ nodes }: { readonly nodes: readonly GraphNode[] }) {
  return nodes.map((node) => {
    const { position, width = 0, height = 0 } = node;
    const box: Box = { ...position, width, height };
    return <rect key={node.id} {...box} rx={8} fill={fillOf(node)} />;
  });
});
