/** The graph's nodes as React Flow wants them, and where a person has put them. */
import { useCallback, useMemo, useState } from 'react';
import { useStoreApi } from '@xyflow/react';
import type { NodeChange, XYPosition } from '@xyflow/react';
import { useStore } from 'zustand';
import { engine } from '../../bridge';
import {
  machineKey,
  mirrorStore,
  northboundKey,
  selectAll,
  selectionStore,
  useMirror,
  useSelection,
} from '../../state';
import type { EntityKey } from '../../state';
import { unfoldedStore } from './folds';
import { graphNodes } from './graph';
import type { GraphNode } from './graph';
import { useInParts } from './in-parts';
import { keepUnchanged } from './keep-unchanged';
import { sceneMaker } from './scene';
import type { Scene } from './scene';
import { useSpace } from './view';

type Positions = Readonly<Record<string, XYPosition>>;

export function entityOf(node: GraphNode): EntityKey {
  if (node.type === 'machine') return machineKey(node.data.machine.name);
  return northboundKey(node.type === 'switch' ? node.data.sw.uuid : node.data.router.uuid);
}

function nameOf(node: GraphNode): string {
  if (node.type === 'machine') return node.data.machine.name;
  return node.type === 'switch' ? node.data.sw.name : node.data.router.name;
}

export interface Graph {
  /** All cards; `nodes` may be some behind. */
  readonly placed: readonly GraphNode[];
  readonly nodes: GraphNode[];
  readonly scene: Scene;
  readonly onNodesChange: (changes: NodeChange<GraphNode>[]) => void;
}

export function useGraph(): Graph {
  const model = useMirror((m) => m.model);
  const daemons = useMirror((m) => m.daemons);
  const unfolded = useStore(unfoldedStore);
  const positions = useMirror((m) => m.scenario.positions);
  const selected = useSelection((s) => s.all);
  const flow = useStoreApi();
  const [moving, setMoving] = useState<Positions>({});
  const space = useSpace();
  const [keep] = useState(makeKeeper);
  const placed = useMemo(
    () => keep(graphNodes({ model, daemons, unfolded }, { ...positions, ...moving }, space)),
    [keep, model, daemons, unfolded, positions, moving, space],
  );
  const [makeScene] = useState(sceneMaker);
  const scene = useMemo(() => makeScene(placed, model), [makeScene, placed, model]);
  const part = useInParts(placed);
  const nodes = useMemo(
    () => part.map((node) => (selected.has(entityOf(node)) ? { ...node, selected: true } : node)),
    [part, selected],
  );
  const onNodesChange = useCallback(
    (changes: NodeChange<GraphNode>[]) => {
      const moved: Record<string, XYPosition> = {};
      let resting = true;
      selectCards(placed, changes, flow.getState().multiSelectionActive);
      for (const change of changes) {
        if (change.type !== 'position' || !change.position) continue;
        moved[change.id] = { x: Math.round(change.position.x), y: Math.round(change.position.y) };
        resting &&= change.dragging !== true;
      }
      if (Object.keys(moved).length === 0) return;
      // The others are held from the first pixel on: with the place of one known, those that nobody
      // has put anywhere would be placed beside it.
      setMoving((before) => ({ ...positionsOf(placed), ...before, ...moved }));
      // A node at rest, after a drag or moved by the keyboard, is where the scenario says
      // from now on, and so are the others: nothing jumps when the next one is added.
      if (resting)
        void engine()
          .setPositions(
            { ...mirrorStore.getState().scenario.positions, ...positionsOf(placed), ...moved },
            `move ${placed.flatMap((node) => (node.id in moved ? [nameOf(node)] : [])).join(', ')}`,
          )
          .then(() => setMoving({}));
    },
    [placed, flow],
  );
  return { placed, nodes, scene, onNodesChange };
}

/** The keyboard selects cards this way, and the pointer, one or all in a box; `adding` to what is selected, or instead. */
function selectCards(nodes: readonly GraphNode[], changes: readonly NodeChange<GraphNode>[], adding: boolean): void {
  const chosen = new Map(changes.flatMap((change) => (change.type === 'select' ? [[change.id, change.selected]] : [])));
  if (chosen.size === 0) return;
  const cards = new Set(nodes.map(entityOf));
  const replaces = !adding && [...chosen.values()].includes(true);
  const all = new Set([...selectionStore.getState().all].filter((key) => !replaces || cards.has(key)));
  for (const node of nodes) {
    const isChosen = chosen.get(node.id);
    if (isChosen === true) all.add(entityOf(node));
    else if (isChosen === false) all.delete(entityOf(node));
  }
  selectAll([...all]);
}

/** Where all cards are. */
function positionsOf(nodes: readonly GraphNode[]): Positions {
  return Object.fromEntries(nodes.map(({ id, position }) => [id, position]));
}

function makeKeeper(): (nodes: readonly GraphNode[]) => readonly GraphNode[] {
  let before: readonly GraphNode[] = [];
  return (nodes) => {
    before = keepUnchanged(before, nodes);
    return before;
  };
}
