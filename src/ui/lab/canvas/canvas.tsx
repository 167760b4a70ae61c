/** The canvas itself: React Flow around our cards, our lines below and packets above them, tools and keys. */
import { Controls, ReactFlow, ReactFlowProvider, SelectionMode } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { Suspense, lazy, useCallback, useRef } from 'react';
import type { RefObject } from 'react';
import type { NodeMouseHandler, NodeProps, OnMove } from '@xyflow/react';
import { embedding } from '../../bridge';
import { hover, select, useMirror, usePlayer } from '../../state';
import { useEntityMenu } from '../entity-menu';
import css from './canvas.module.css';
import { isAdding } from './choose';
import { useEditKeys } from './edit-keys';
import { EmptyLab } from './empty-lab';
import { FindBox } from './find-box';
import { fitOptions } from './fit';
import type { GraphNode } from './graph';
import { Ground } from './ground';
import { useKeptFocus } from './keep-focus';
import { LineLayer } from './line-layer';
import { MachineCard } from './machine-node';
import type { RouterNode } from './router-nodes';
import { useFitsPhone, useShowWhatIsNew, viewWasMoved } from './show-new';
import { SwitchCard } from './switch-node';
import { Toolbar } from './toolbar';
import { TunnelLabels } from './tunnel-labels';
import { entityOf, useGraph } from './use-graph';
import { useAddingPorts, useBoxing, useFinding } from './view';

/** Nothing moves before a packet is sent. */
const PacketLayer = lazy(() => import('./packet-layer').then((module) => ({ default: module.PacketLayer })));

const MiniMap = lazy(() => import('./minimap').then((module) => ({ default: module.MiniMap })));
const PortsBox = lazy(() => import('./ports-box').then((module) => ({ default: module.PortsBox })));
/** From so many cards on there is a map of them all. */
const MANY = 12;

/** Only what is played today has routers. */
const LazyRouter = lazy(() => import('./router-node').then((module) => ({ default: module.RouterCard })));
const WireLabels = lazy(() => import('./wire-labels').then((module) => ({ default: module.WireLabels })));

function RouterCard(props: NodeProps<RouterNode>) {
  return (
    <Suspense fallback={null}>
      <LazyRouter {...props} />
    </Suspense>
  );
}

const nodeTypes = { switch: SwitchCard, router: RouterCard, machine: MachineCard };
const adding = ['Shift', 'Control', 'Meta'];
const proOptions = { hideAttribution: false };
const labels = {
  'node.a11yDescription.default': embedding.readonly
    ? 'Press Enter to select.'
    : 'Press Enter to select, Shift+Enter to select more, then use the arrow keys to move, F2 to rename, Delete to remove, the menu key for the rest.',
};

export function Canvas() {
  const menu = useEntityMenu();
  const section = useRef<HTMLElement>(null);
  return (
    <ReactFlowProvider>
      <section
        ref={section}
        className={css.canvas}
        aria-label="Graph of the deployment"
        {...(embedding.readonly ? {} : menu)}
      >
        <Graph section={section} />
      </section>
    </ReactFlowProvider>
  );
}

function Graph({ section }: { readonly section: RefObject<HTMLElement | null> }) {
  const { placed, nodes, scene, onNodesChange } = useGraph();
  const hasTrace = usePlayer((p) => p.trace !== null);
  const boxing = useBoxing();
  const finding = useFinding();
  const addingPorts = useAddingPorts();
  useEditKeys();
  useShowWhatIsNew(placed, scene);
  useFitsPhone(scene);
  useKeptFocus(section, placed);
  const onNodeClick: NodeMouseHandler<GraphNode> = useCallback((event, node) => {
    if (!isAdding(event)) select(entityOf(node));
  }, []);
  const onNodeEnter: NodeMouseHandler<GraphNode> = useCallback((_, node) => hover(entityOf(node)), []);
  return (
    <>
      {embedding.readonly ? null : <Toolbar />}
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
        nodesDraggable={!embedding.readonly}
        nodesConnectable={false}
        edgesFocusable={false}
        elevateNodesOnSelect={false}
        deleteKeyCode={null}
        multiSelectionKeyCode={adding}
        selectionMode={SelectionMode.Partial}
        selectionOnDrag={boxing}
        panOnDrag={!boxing}
        zoomOnDoubleClick={false}
        minZoom={0.08}
        maxZoom={2}
        proOptions={proOptions}
        ariaLabelConfig={labels}
      >
        <Ground scene={scene} />
        <LineLayer scene={scene} />
        <TunnelLabels scene={scene} />
        {scene.wires.length > 0 ? (
          <Suspense fallback={null}>
            <WireLabels wires={scene.wires} />
          </Suspense>
        ) : null}
        {hasTrace ? (
          <Suspense fallback={null}>
            <PacketLayer scene={scene} />
          </Suspense>
        ) : null}
        <Controls showInteractive={false} position="bottom-right" fitViewOptions={fitOptions} />
      </ReactFlow>
      {finding ? <FindBox /> : null}
      {addingPorts && !embedding.readonly ? (
        <Suspense fallback={null}>
          <PortsBox />
        </Suspense>
      ) : null}
      {placed.length >= MANY ? (
        <Suspense fallback={null}>
          <MiniMap nodes={placed} scene={scene} />
        </Suspense>
      ) : null}
      <CentralDaemons />
      {nodes.length === 0 && !embedding.readonly ? <EmptyLab /> : null}
    </>
  );
}

const leaveNode = () => hover(null);
const clickPane = () => select(null);

/** While it moves the graph is one picture; at rest its text is drawn sharp at the present scale. */
const startMove: OnMove = (event) => {
  if (event !== null) viewWasMoved();
  setMoving(event?.target, true);
};
const endMove: OnMove = (event) => setMoving(event?.target, false);

function setMoving(target: EventTarget | null | undefined, moving: boolean): void {
  const flow = target instanceof Element ? target.closest('.react-flow') : document.querySelector('.react-flow');
  flow?.toggleAttribute('data-moving', moving);
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
