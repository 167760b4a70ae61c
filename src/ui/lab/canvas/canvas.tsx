/** The canvas itself: React Flow around our cards, our lines below and packets above them, tools and keys. */
import {
  Controls,
  ReactFlow,
  ReactFlowProvider,
  useNodesInitialized,
  useReactFlow,
  useStore as useFlowStore,
  useStoreApi,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { Suspense, lazy, useCallback, useEffect, useRef } from 'react';
import type { NodeMouseHandler, OnMove } from '@xyflow/react';
import { hover, select, useLayout, useMirror, usePlayer } from '../../state';
import { useEntityMenu } from '../entity-menu';
import css from './canvas.module.css';
import { useDeleteKey } from './delete-key';
import { EmptyLab } from './empty-lab';
import { fitOptions, viewOfAll } from './fit';
import type { GraphNode } from './graph';
import { Ground } from './ground';
import { LineLayer } from './line-layer';
import { MachineCard } from './machine-node';
import type { Scene } from './scene';
import { SwitchCard } from './switch-node';
import { Toolbar } from './toolbar';
import { TunnelLabels } from './tunnel-labels';
import { entityOf, useGraph } from './use-graph';

/** Nothing moves before a packet is sent. */
const PacketLayer = lazy(() => import('./packet-layer').then((module) => ({ default: module.PacketLayer })));

const nodeTypes = { switch: SwitchCard, machine: MachineCard };
const proOptions = { hideAttribution: false };
const labels = {
  'node.a11yDescription.default':
    'Press Enter to select, then use the arrow keys to move, F2 to rename, Delete to remove, the menu key for the rest.',
};

export function Canvas() {
  const menu = useEntityMenu();
  return (
    <ReactFlowProvider>
      <section className={css.canvas} aria-label="Graph of the deployment" {...menu}>
        <Graph />
      </section>
    </ReactFlowProvider>
  );
}

function Graph() {
  const { placed, nodes, scene, onNodesChange } = useGraph();
  const hasTrace = usePlayer((p) => p.trace !== null);
  useDeleteKey();
  useShowWhatIsNew(placed, scene);
  useFitsPhone(scene);
  const onNodeClick: NodeMouseHandler<GraphNode> = useCallback((_, node) => select(entityOf(node)), []);
  const onNodeEnter: NodeMouseHandler<GraphNode> = useCallback((_, node) => hover(entityOf(node)), []);
  return (
    <>
      <Toolbar />
      <ReactFlow
        nodes={nodes}
        nodeTypes={nodeTypes}
        onNodesChange={onNodesChange}
        onNodeClick={onNodeClick}
        onNodeMouseEnter={onNodeEnter}
        onNodeMouseLeave={leaveNode}
        onPaneClick={clickPane}
        onMoveStart={startMove}
        onMoveEnd={endMove}
        nodesConnectable={false}
        edgesFocusable={false}
        elevateNodesOnSelect={false}
        deleteKeyCode={null}
        minZoom={0.08}
        maxZoom={2}
        proOptions={proOptions}
        ariaLabelConfig={labels}
      >
        <Ground scene={scene} />
        <LineLayer scene={scene} />
        <TunnelLabels scene={scene} />
        {hasTrace ? (
          <Suspense fallback={null}>
            <PacketLayer scene={scene} />
          </Suspense>
        ) : null}
        <Controls showInteractive={false} position="bottom-right" fitViewOptions={fitOptions} />
      </ReactFlow>
      <CentralDaemons />
      {nodes.length === 0 ? <EmptyLab /> : null}
    </>
  );
}

const leaveNode = () => hover(null);
const clickPane = () => select(null);

/** While it moves the graph is one picture; at rest its text is drawn sharp at the present scale. */
const startMove: OnMove = (event) => setMoving(event?.target, true);
const endMove: OnMove = (event) => setMoving(event?.target, false);

function setMoving(target: EventTarget | null | undefined, moving: boolean): void {
  const flow = target instanceof Element ? target.closest('.react-flow') : document.querySelector('.react-flow');
  flow?.toggleAttribute('data-moving', moving);
}

/** Brings everything into view when another deployment is opened, or when something new would stand out of sight. */
function useShowWhatIsNew(nodes: readonly GraphNode[], { cards }: Scene): void {
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
    if (fresh.length === 0) return;
    const known = before !== null && before.name === name && fresh.length < nodes.length;
    if (known && fresh.every((node) => inSight(node, store.getState()))) return;
    requestAnimationFrame(() => void flow.setViewport(viewOfAll(cards, store.getState())));
  }, [nodes, cards, name, initialized, flow, store]);
}

/** On a phone the sheet leaves the graph more or less room: everything stays in view. */
function useFitsPhone({ cards }: Scene): void {
  const phone = useLayout((layout) => layout.phone);
  const width = useFlowStore((state) => state.width);
  const height = useFlowStore((state) => state.height);
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

/** ovn-northd belongs to no hypervisor: what it leaves undone is said above them all. */
function CentralDaemons() {
  const daemons = useMirror((m) => m.daemons);
  const stopped = daemons.filter((daemon) => daemon.machine === null && daemon.status !== 'running');
  return stopped.map((daemon) => (
    <div key={daemon.name} className={css.central} role="status">
      {daemon.name} is {daemon.status}
      {daemon.pending ? ': OVN_Southbound is stale' : ''}
    </div>
  ));
}
