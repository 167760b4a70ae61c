/** The canvas itself: React Flow around our nodes, with tools and the keyboard. */
import { Background, BackgroundVariant, Controls, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Dimensions, NodeChange, NodeMouseHandler, XYPosition } from '@xyflow/react';
import { engine } from '../../bridge';
import { EmptyState } from '../../kit';
import { hover, machineKey, mirrorStore, northboundKey, select, useMirror, useSelection } from '../../state';
import { BindingLine, TunnelLine } from './edges';
import { graphEdges, graphNodes } from './graph';
import type { GraphNode } from './graph';
import css from './canvas.module.css';
import { fitOptions } from './fit';
import { MachineCard } from './machine-node';
import { SwitchCard } from './switch-node';
import { Toolbar } from './toolbar';
import { useDeleteKey } from './delete-key';
import { PacketLayer } from './packet-layer';

const nodeTypes = { switch: SwitchCard, machine: MachineCard };
const edgeTypes = { binding: BindingLine, tunnel: TunnelLine };
const proOptions = { hideAttribution: false };

export function Canvas() {
  return (
    <ReactFlowProvider>
      <section className={css.canvas} aria-label="Graph of the deployment">
        <Graph />
      </section>
    </ReactFlowProvider>
  );
}

const entityOf = (node: GraphNode): string =>
  node.type === 'switch' ? northboundKey(node.data.sw.uuid) : machineKey(node.data.machine.name);

function Graph() {
  const model = useMirror((m) => m.model);
  const positions = useMirror((m) => m.scenario.positions);
  const name = useMirror((m) => m.scenario.name);
  const selected = useSelection((s) => s.selected);
  const [moving, setMoving] = useState<Readonly<Record<string, XYPosition>>>({});
  const [measured, setMeasured] = useState<Readonly<Record<string, Dimensions>>>({});
  const edges = useMemo(() => graphEdges(model), [model]);
  const flow = useReactFlow();
  useDeleteKey();
  const nodes = useMemo<GraphNode[]>(
    () =>
      graphNodes(model, { ...positions, ...moving }).map((node) => {
        const size = measured[node.id];
        const own = { ...node, selected: entityOf(node) === selected };
        return size ? { ...own, measured: size } : own;
      }),
    [model, positions, moving, measured, selected],
  );
  const count = nodes.length;
  useEffect(() => {
    if (count > 0) requestAnimationFrame(() => void flow.fitView(fitOptions));
  }, [count, name, flow]);
  const onNodesChange = useCallback((changes: NodeChange<GraphNode>[]) => {
    const sizes: Record<string, Dimensions> = {};
    const moved: Record<string, XYPosition> = {};
    let resting = true;
    for (const change of changes) {
      if (change.type === 'dimensions' && change.dimensions) sizes[change.id] = change.dimensions;
      if (change.type !== 'position' || !change.position) continue;
      moved[change.id] = { x: Math.round(change.position.x), y: Math.round(change.position.y) };
      resting &&= change.dragging !== true;
    }
    if (Object.keys(sizes).length > 0) setMeasured((before) => ({ ...before, ...sizes }));
    if (Object.keys(moved).length === 0) return;
    setMoving((before) => ({ ...before, ...moved }));
    // A node at rest, after a drag or moved by the keyboard, is where the scenario says from now on.
    if (resting)
      void engine()
        .setPositions({ ...mirrorStore.getState().scenario.positions, ...moved })
        .then(() => setMoving({}));
  }, []);
  const onNodeClick: NodeMouseHandler<GraphNode> = useCallback((_, node) => select(entityOf(node)), []);
  const onNodeEnter: NodeMouseHandler<GraphNode> = useCallback((_, node) => hover(entityOf(node)), []);
  return (
    <>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onNodeClick={onNodeClick}
        onNodeMouseEnter={onNodeEnter}
        onNodeMouseLeave={() => hover(null)}
        onPaneClick={() => select(null)}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        minZoom={0.1}
        maxZoom={2}
        proOptions={proOptions}
        ariaLabelConfig={{ 'node.a11yDescription.default': 'Press Enter to select, then use the arrow keys to move.' }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--line-strong)" />
        <Controls showInteractive={false} position="bottom-right" />
        <PacketLayer />
      </ReactFlow>
      <Toolbar />
      <CentralDaemons />
      {model.switches.length + model.machines.length === 0 ? (
        <div className={css.empty}>
          <EmptyState title="An empty lab">
            Add a logical switch and a hypervisor with the buttons above, or type the commands in the terminal.
          </EmptyState>
        </div>
      ) : null}
    </>
  );
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
