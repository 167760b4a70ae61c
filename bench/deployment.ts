/** A whole deployment of 100 switches x 100 ports on 20 hypervisors: building it, one packet through it, its memory. */
import { releaseById, Deployment } from '../src/engine/releases';
import { buildNetwork, gridMac, gridPlan } from '../src/engine/scenario';
import { encodeTrusted, PRESETS } from '../src/packets';
import { benchTrace, type TraceBench, type TraceSites } from './trace';
import { collect } from './heap';

export interface DeploymentBench {
  readonly ports: number;
  readonly hypervisors: number;
  /** Flows on all switches together. */
  readonly flows: number;
  /** Seconds from nothing until everything has settled, every VIF plugged in one by one. */
  readonly build: number;
  /** Milliseconds for adding one port to a switch until everything has settled. */
  readonly onePortMore: number;
  readonly traces: TraceBench;
  /** Milliseconds for one packet across a tunnel through the switches alone. */
  readonly packet: number;
  /** Milliseconds for undoing and redoing the last action. */
  readonly undoAndRedo: number;
  /** Megabytes of heap that the deployment takes, with its history. */
  readonly memory: number;
}

const SWITCHES = 100;
const PORTS = 100;
const HYPERVISORS = 20;
const REPEATS = 9;

export function benchDeployment(): DeploymentBench {
  const release = releaseById('2015-08');
  if (release === undefined) throw new Error('There is no release 2015-08.');
  const empty = collect();
  const started = performance.now();
  const deployment = new Deployment({ release, seed: 1 });
  const built = buildNetwork(deployment, gridPlan(SWITCHES, PORTS, HYPERVISORS));
  if (!built.ok) throw new Error(built.error.message);
  const build = (performance.now() - started) / 1000;
  const memory = (collect() - empty) / 2 ** 20;
  const traces = benchTrace(deployment, SITES);
  const request = SITES.unicast(0, 0, 1);
  const packet = median(() => deployment.inject(request.machine, request.iface, request.bytes));
  let added = 0;
  const onePortMore = median(() => {
    added += 1;
    const ops = deployment.release.northbound;
    const [sw] = ops.switches(deployment.nb);
    if (sw === undefined) throw new Error('There is no switch.');
    const port = { uuid: deployment.plannedUuid(0), name: `one-more-${added}`, macs: [gridMac(200, added)] };
    deployment.commitNorthbound(ops.addPorts(deployment.nb, sw.uuid, [port]), 'adds a port');
    deployment.settle();
  });
  const undoAndRedo = median(() => {
    deployment.undo();
    deployment.redo();
  });
  let flows = 0;
  for (const { bridges } of deployment.machines.values())
    for (const { flowCount } of bridges.values()) flows += flowCount;
  return {
    ports: SWITCHES * PORTS,
    hypervisors: HYPERVISORS,
    flows,
    build,
    onePortMore,
    traces,
    packet,
    undoAndRedo,
    memory,
  };
}

/** The ports of `gridPlan`. */
const SITES: TraceSites = {
  switches: SWITCHES,
  ports: PORTS,
  unicast: (sw, from, to) => request(sw, from, gridMac(sw, to)),
  broadcast: (sw) => request(sw, 0, 'ff:ff:ff:ff:ff:ff'),
};

function request(sw: number, from: number, ethDst: string): ReturnType<TraceSites['unicast']> {
  const ends = { ethSrc: gridMac(sw, from), ethDst, ipSrc: '10.0.0.1', ipDst: '10.0.0.2' };
  const bytes = encodeTrusted(PRESETS.ping.build(ends));
  return { machine: `hv${(from % HYPERVISORS) + 1}`, iface: `sw${sw}-port${from + 1}`, bytes };
}

/** The median of several runs, in milliseconds. */
function median(run: () => unknown): number {
  const times = Array.from({ length: REPEATS }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  }).sort((a, b) => a - b);
  return times[REPEATS >> 1] ?? 0;
}
