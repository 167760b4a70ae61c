/** The canvas itself: React Flow around our nodes, with tools and the keyboard. */
import {
  Background,
  BackgroundVariant,
  Controls,
  ReactFlow,
  ReactFlowProvider,
  applyNodeChanges,
  useReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { NodeChange, NodeMouseHandler, OnNodeDrag } from '@xyflow/react';
import { engine } from '../../bridge';
import { EmptyState } from '../../kit';
import { hover, machineKey, mirrorStore, northboundKey, select, useMirror, useSelection } from '../../state';
import { BindingLine, TunnelLine } from './edges';
import { graphEdges, graphNodes } from './graph';
import type { GraphNode } from './graph';
import css from './canvas.module.css';
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
  const [nodes, setNodes] = useState<GraphNode[]>([]);
  const edges = useMemo(() => graphEdges(model), [model]);
  const flow = useReactFlow();
  useDeleteKey();
  useEffect(() => {
    setNodes((before) => {
      const known = new Map(before.map((node) => [node.id, node]));
      return graphNodes(model, positions).map((node) => {
        const old = known.get(node.id);
        const own = { ...node, selected: entityOf(node) === selected };
        return old?.measured ? { ...own, measured: old.measured } : own;
      });
    });
  }, [model, positions, selected]);
  const count = nodes.length;
  useEffect(() => {
    if (count > 0) requestAnimationFrame(() => void flow.fitView({ padding: 0.14, maxZoom: 1 }));
  }, [count, name, flow]);
  const onNodesChange = useCallback((changes: NodeChange<GraphNode>[]) => {
    const kept = changes.filter((change) => change.type === 'position' || change.type === 'dimensions');
    if (kept.length > 0) setNodes((before) => applyNodeChanges(kept, before));
  }, []);
  const onNodeDragStop: OnNodeDrag<GraphNode> = useCallback((_, __, moved) => {
    const { positions: before } = mirrorStore.getState().scenario;
    const after = { ...before };
    for (const node of moved) after[node.id] = { x: Math.round(node.position.x), y: Math.round(node.position.y) };
    void engine().setPositions(after);
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
        onNodeDragStop={onNodeDragStop}
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
