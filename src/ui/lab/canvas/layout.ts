/** Automatic layout by ELK in a worker of its own, loaded when first asked for. */
import type { ELK, ElkNode } from 'elkjs/lib/elk-api';
// As it is, not bundled: it is a classic worker script.
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { NetworkModel, ScenarioInfo } from '../../bridge';
import { graphEdges, machineNodeId, machineWidth, switchNodeId, switchWidth } from './graph';

let elk: Promise<ELK> | undefined;

/** Logical switches in layers above the hypervisors that their ports are plugged into. */
export async function layOut(model: NetworkModel): Promise<ScenarioInfo['positions']> {
  elk ??= start();
  const children: ElkNode[] = [
    ...model.switches.map((sw) => ({
      id: switchNodeId(sw),
      width: switchWidth(sw),
      height: 60 + Math.ceil(Math.max(1, sw.ports.length) / 4) * 34,
      layoutOptions: { 'elk.layered.layering.layerConstraint': 'FIRST' },
    })),
    ...model.machines.map((machine) => ({
      id: machineNodeId(machine.name),
      width: machineWidth(machine),
      height: 96 + Math.ceil(Math.max(1, machine.vifs.length) / 3) * 34,
      layoutOptions: { 'elk.layered.layering.layerConstraint': 'LAST' },
    })),
  ];
  const edges = graphEdges(model)
    .filter((edge) => edge.type === 'binding')
    .map((edge) => ({ id: edge.id, sources: [edge.source], targets: [edge.target] }));
  const placed = await (
    await elk
  ).layout({
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.separateConnectedComponents': 'false',
      'elk.spacing.nodeNode': '90',
      'elk.layered.spacing.nodeNodeBetweenLayers': '110',
    },
    children,
    edges,
  });
  return Object.fromEntries(
    (placed.children ?? []).map((node) => [node.id, { x: Math.round(node.x ?? 0), y: Math.round(node.y ?? 0) }]),
  );
}

async function start(): Promise<ELK> {
  const { default: Elk } = await import('elkjs/lib/elk-api');
  return new Elk({ workerFactory: () => new Worker(workerUrl) });
}
