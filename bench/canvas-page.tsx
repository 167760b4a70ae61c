/**
 * The graph alone, with a made-up deployment and packets in flight on every tunnel,
 * panned by a mouse of its own while frames are counted. Built by bench/canvas.ts
 * only; the site knows nothing of it. `#500 800` in its address: nodes and edges.
 */
import { createRoot } from 'react-dom/client';
import type { MachineView, NetworkModel, PortView, SwitchView, Trace, TraceStep, Uuid } from '../src/ui/bridge';
import { Canvas } from '../src/ui/lab/canvas';
import { emptyMirror, mirrorStore, playerStore, showTrace } from '../src/ui/state';
import '../src/ui/theme/tokens.css';
import '../src/ui/theme/base.css';

const MEASURE_MS = 8_000;
/** At a tenth of the speed a packet is under way for about 4 s. */
const SPEED = 0.1;

const [nodes = 50, edges = 80, packets = 80] = location.hash.slice(1).split('-').map(Number);
const model = makeModel(nodes, edges);
const trace = makeTrace(model, packets);

mirrorStore.setState({ ...emptyMirror, version: 1, model, settled: true });
playerStore.setState({ speed: SPEED, playing: true });
createRoot(root()).render(<Canvas />);
void measure();

async function measure(): Promise<void> {
  await until(() => document.querySelectorAll('.react-flow__node').length === nodes);
  await wait(1500);
  showTrace(trace, null, 1);
  playerStore.setState({ playing: true });
  const turn = () => playerStore.setState(({ step }) => ({ step: step === 1 ? 2 : 1 }));
  turn();
  const turning = setInterval(turn, 3_900);
  const frames = await pan(MEASURE_MS);
  clearInterval(turning);
  root().dataset.result = JSON.stringify({ frames });
}

/** Drags the ground in circles, a mouse event each frame; the times of all frames. */
async function pan(ms: number): Promise<readonly number[]> {
  const pane = document.querySelector('.react-flow__pane');
  if (!pane) throw new Error('There is no ground to drag');
  const mouse = (type: string, target: EventTarget, angle: number) =>
    target.dispatchEvent(
      new MouseEvent(type, {
        view: window,
        bubbles: true,
        cancelable: true,
        button: 0,
        buttons: 1,
        clientX: innerWidth / 2 + 260 * Math.sin(angle),
        clientY: innerHeight / 2 + 160 * (1 - Math.cos(angle)) - 160,
      }),
    );
  mouse('mousedown', pane, 0);
  const times: number[] = [];
  const start = performance.now();
  for (let now = start; now - start < ms;) {
    now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    times.push(now);
    mouse('mousemove', window, (now - start) / 450);
  }
  mouse('mouseup', window, 0);
  return times;
}

/** Three tenths are switches; half of the edges are bindings, half tunnels. */
function makeModel(count: number, lines: number): NetworkModel {
  const switchCount = Math.round(count * 0.3);
  const machineCount = count - switchCount;
  const bindings = Math.floor(lines / 2);
  const port = (index: number): PortView => ({
    uuid: uuid(10_000 + index),
    name: `port${index}`,
    switch: uuid(index % switchCount),
    macs: [],
    portSecurity: [],
    up: true,
    enabled: true,
    parent: null,
    tag: null,
    tunnelKey: index,
    chassis: `hv${index % machineCount}`,
    machine: `hv${index % machineCount}`,
  });
  const ports = Array.from({ length: bindings }, (_, index) => port(index));
  const switches = Array.from({ length: switchCount }, (_, index): SwitchView => ({
    uuid: uuid(index),
    name: `sw${index}`,
    ports: ports.filter((candidate) => candidate.switch === uuid(index)),
    acls: [],
  }));
  const tunnelCount = lines - bindings;
  const peers = (index: number) =>
    Array.from({ length: Math.ceil(tunnelCount / machineCount) }, (_, k) => ({
      k,
      peer: (index + 1 + k) % machineCount,
    }))
      .filter(({ k }) => k * machineCount + index < tunnelCount)
      .map(({ peer }) => `hv${peer}`);
  const machines = Array.from({ length: machineCount }, (_, index): MachineView => ({
    name: `hv${index}`,
    systemId: `hv${index}`,
    remote: 'unix:db.sock',
    encapTypes: ['geneve'],
    encapIp: `10.0.${index >> 8}.${index & 255}`,
    registered: true,
    hasIntegrationBridge: true,
    vifs: ports
      .filter(({ machine }) => machine === `hv${index}`)
      .map(({ name }, at) => ({ name: `vif${at}`, ofport: at, ifaceId: name })),
    tunnels: peers(index).map((peer) => ({ name: `ovn-${peer}`, ofport: 1, type: 'geneve', remoteIp: '', peer })),
    tables: [0, 16, 17, 18, 19, 64],
    cutOff: { southbound: false, underlay: false },
  }));
  return { switches, machines };
}

/** A flood into every tunnel, both ways, until there are as many packets. */
function makeTrace({ machines }: NetworkModel, count: number): Trace {
  const tunnels = machines.flatMap(({ name, tunnels: own }) => own.flatMap(({ peer }) => (peer ? [[name, peer]] : [])));
  const [first] = machines;
  const iface = first?.vifs[0]?.name ?? '';
  const machine = first?.name ?? '';
  const common = { changes: [], registers: [], bytes: new Uint8Array(), text: '' };
  const steps: TraceStep[] = [
    { ...common, index: 0, parent: null, depth: 0, kind: 'inject', machine, port: { name: iface, ofport: 1 } },
  ];
  for (let packet = 0; packet < count; packet += 1) {
    const [one = '', other = ''] = tunnels[packet % tunnels.length] ?? [];
    const [from, to] = packet < tunnels.length ? [one, other] : [other, one];
    const tunnel = (peer: string) => ({ key: packet + 1, type: 'geneve', peer, underlay: new Uint8Array() });
    const index = steps.length;
    steps.push(
      { ...common, index, parent: 0, depth: 1, kind: 'tunnel-out', machine: from, tunnel: tunnel(to) },
      { ...common, index: index + 1, parent: index, depth: 2, kind: 'tunnel-in', machine: to, tunnel: tunnel(from) },
    );
  }
  return {
    request: { machine, iface, bytes: new Uint8Array() },
    steps,
    logical: [],
    verdict: { kind: 'delivered', sentence: '', detail: '', deliveries: [], drops: [] },
    agreement: { agree: true, differences: [] },
  };
}

function uuid(n: number): Uuid {
  const text = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  if (!isUuid(text)) throw new Error('Not a UUID');
  return text;
}

function isUuid(text: string): text is Uuid {
  return /^[0-9a-f-]{36}$/.test(text);
}

function root(): HTMLElement {
  const element = document.getElementById('root');
  if (!element) throw new Error('canvas.html has no #root');
  return element;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await wait(50);
}
