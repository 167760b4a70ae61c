/** Brings into view what is new: a deployment that was opened, or a card that would stand out of sight. */
import { useNodesInitialized, useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useLayout, useMirror } from '../../state';
import { viewOfAll } from './fit';
import type { GraphNode } from './graph';
import type { Scene } from './scene';

let moved = false;

/** A person has moved the view: what merely grows leaves it as it is. */
export function viewWasMoved(): void {
  moved = true;
}

export function useShowWhatIsNew(nodes: readonly GraphNode[], { cards }: Scene): void {
  const name = useMirror((m) => m.scenario.name);
  const initialized = useNodesInitialized();
  const flow = useReactFlow();
  const store = useStoreApi();
  const seen = useRef<{ readonly name: string; readonly ids: ReadonlySet<string> } | null>(null);
  useEffect(() => {
    if (!initialized || nodes.length === 0) return;
    const before = seen.current;
    seen.current = { name, ids: new Set(nodes.map(({ id }) => id)) };
    const fresh = nodes.filter(({ id }) => before?.ids.has(id) !== true);
    const known = before !== null && before.name === name && fresh.length < nodes.length;
    const watched = moved ? fresh : nodes;
    if (known && watched.every((node) => inSight(node, store.getState()))) return;
    if (known && nodes.some(({ dragging }) => dragging === true)) return;
    moved = false;
    requestAnimationFrame(() => void flow.setViewport(viewOfAll(cards, store.getState())));
  }, [nodes, cards, name, initialized, flow, store]);
}

/** On a phone the sheet leaves the graph more or less room: everything stays in view. */
export function useFitsPhone({ cards }: Scene): void {
  const phone = useLayout((layout) => layout.phone);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const flow = useReactFlow();
  const store = useStoreApi();
  const shown = useRef(cards);
  useEffect(() => {
    shown.current = cards;
  });
  useEffect(() => {
    if (phone && width > 0 && height > 0 && shown.current.length > 0)
      void flow.setViewport(viewOfAll(shown.current, store.getState()));
  }, [phone, width, height, flow, store]);
}

function inSight(
  { position, width = 0, height = 0 }: GraphNode,
  view: { readonly transform: readonly [number, number, number]; readonly width: number; readonly height: number },
): boolean {
  const [x, y, zoom] = view.transform;
  const [left, top] = [position.x * zoom + x, position.y * zoom + y];
  return left >= 0 && top >= 0 && left + width * zoom <= view.width && top + height * zoom <= view.height;
}
