import { describe, expect, test } from 'vitest';
import type { DaemonView, MachineView, NetworkModel, PortView, SwitchView, Uuid } from '../../bridge';
import { overlaps } from './geometry';
import type { Box } from './geometry';
import { graphNodes, warningsOf } from './graph';
import type { GraphNode } from './graph';
import { keepUnchanged } from './keep-unchanged';
import { sceneMaker, sceneOf } from './scene';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as Uuid;

function port(n: number, name: string, machine: string | null, inside?: readonly [string, number]): PortView {
  return {
    uuid: uuid(n),
    name,
    switch: uuid(1),
    macs: [],
    portSecurity: [],
    up: machine !== null,
    enabled: null,
    parent: inside?.[0] ?? null,
    tag: inside?.[1] ?? null,
    tunnelKey: n,
    chassis: machine,
    machine,
  };
}

function sw(n: number, name: string, ports: readonly PortView[]): SwitchView {
  return { uuid: uuid(n), name, ports, acls: [] };
}

function machine(name: string, ifaceIds: readonly string[], peers: readonly string[] = []): MachineView {
  return {
    name,
    systemId: name,
    encapTypes: ['vxlan'],
    encapIp: '127.0.0.1',
    remote: 'unix:/sandbox/db.sock',
    registered: true,
    hasIntegrationBridge: true,
    vifs: ifaceIds.map((ifaceId, index) => ({ name: `vif${index + 1}`, ofport: index + 1, ifaceId })),
    tunnels: peers.map((peer) => ({ name: `ovn-${peer}`, ofport: 9, type: 'vxlan', remoteIp: '127.0.0.9', peer })),
    tables: [],
    cutOff: { southbound: false, underlay: false },
  };
}

const input = (model: NetworkModel) => ({ model, daemons: [] });
const boxOf = ({ position, width = 0, height = 0 }: GraphNode): Box => ({ ...position, width, height });

function overlapping(nodes: readonly GraphNode[]): string[] {
  return nodes.flatMap((a, index) =>
    nodes.slice(index + 1).flatMap((b) => (overlaps(boxOf(a), boxOf(b), 20) ? [`${a.id} ${b.id}`] : [])),
  );
}

function network(switches: number, machines: number): NetworkModel {
  return {
    switches: Array.from({ length: switches }, (_, s) =>
      sw(
        s + 1,
        `sw${s}`,
        Array.from({ length: (s % 12) + 1 }, (_unused, p) => port(1000 + s * 50 + p, `p${s}-${p}`, null)),
      ),
    ),
    machines: Array.from({ length: machines }, (_, m) => machine(`hv${m + 1}`, [`p${m}-0`, `p${m}-1`])),
  };
}

describe('a card with many ports', () => {
  const many = Array.from({ length: 60 }, (_, n) => port(n + 10, `p${n}`, 'hv1'));
  const model: NetworkModel = {
    switches: [sw(1, 'sw0', many)],
    machines: [
      machine(
        'hv1',
        many.map(({ name }) => name),
      ),
    ],
  };

  test('shows the first, and lines and packets of the others end where it says how many more', () => {
    const nodes = graphNodes(input(model), {});
    const [card, host] = nodes;
    expect(card?.data.fold).toEqual({ shown: 24, more: 36, chip: true });
    expect(host?.data.fold).toEqual({ shown: 24, more: 36, chip: true });
    const { bindings, boxes } = sceneOf(nodes, model);
    expect(bindings).toHaveLength(25);
    const box = (n: number) => boxes.get(`row:OVN_Northbound:${uuid(n + 10)}`);
    expect(box(23)).not.toEqual(box(24));
    expect(box(24)).toEqual(box(59));
    expect(boxes.get('vif:hv1:vif25')).toEqual(boxes.get('vif:hv1:vif60'));
  });

  test('shows all once it is unfolded', () => {
    const unfolded = new Set([`switch:${uuid(1)}`, 'machine:hv1']);
    const nodes = graphNodes({ ...input(model), unfolded }, {});
    expect(nodes.map(({ data }) => data.fold)).toEqual([
      { shown: 60, more: 0, chip: true },
      { shown: 60, more: 0, chip: true },
    ]);
    expect(sceneOf(nodes, model).bindings).toHaveLength(60);
  });
});

describe('where cards stand', () => {
  test('where the scenario says', () => {
    const nodes = graphNodes(input(network(1, 2)), { 'machine:hv1': { x: 7, y: 9 } });
    expect(nodes.find(({ id }) => id === 'machine:hv1')?.position).toEqual({ x: 7, y: 9 });
    expect(overlapping(nodes)).toEqual([]);
  });

  test.each([
    [1, 0],
    [1, 2],
    [5, 5],
    [20, 30],
  ])('%i switches above %i hypervisors, nothing overlaps, in the shape of the space', (switches, machines) => {
    for (const shape of ['wide', 'tall'] as const) {
      const nodes = graphNodes(input(network(switches, machines)), {}, shape);
      expect(overlapping(nodes)).toEqual([]);
      const bottom = Math.max(...nodes.filter((n) => n.type === 'switch').map((n) => n.position.y + (n.height ?? 0)));
      for (const node of nodes) if (node.type === 'machine') expect(node.position.y).toBeGreaterThan(bottom);
      const boxes = nodes.map(boxOf);
      const width = Math.max(...boxes.map((b) => b.x + b.width)) - Math.min(...boxes.map((b) => b.x));
      const height = Math.max(...boxes.map((b) => b.y + b.height)) - Math.min(...boxes.map((b) => b.y));
      if (nodes.length >= 10) expect(width > height).toBe(shape === 'wide');
    }
  });

  test('a growing network keeps what stands, and what is new finds room', () => {
    let positions: Record<string, { x: number; y: number }> = {};
    for (let size = 1; size <= 25; size += 1) {
      const nodes = graphNodes(input(network(size, size)), positions);
      expect(overlapping(nodes)).toEqual([]);
      for (const node of nodes) expect(positions[node.id] ?? node.position).toEqual(node.position);
      positions = Object.fromEntries(nodes.map(({ id, position }) => [id, position]));
    }
  });
});

describe('lines', () => {
  test('a port that two hypervisors ask for has two lines, and only the bound one is up', () => {
    const model = {
      switches: [sw(1, 'sw0', [port(2, 'p1', 'hv1')])],
      machines: [machine('hv1', ['p1']), machine('hv2', ['p1'])],
    };
    const nodes = graphNodes(input(model), {});
    expect(sceneOf(nodes, model).bindings.map(({ id, up }) => [id, up])).toEqual([
      ['binding:hv1:vif1:p1', true],
      ['binding:hv2:vif1:p1', false],
    ]);
    const states = nodes.flatMap((node) => (node.type === 'machine' ? node.data.vifs.map(({ state }) => state) : []));
    expect(states).toEqual(['up', 'elsewhere']);
  });

  test('a container stands behind the interface of its virtual machine', () => {
    const model = {
      switches: [sw(1, 'sw0', [port(2, 'vm', 'hv1'), port(3, 'web', 'hv1', ['vm', 42])])],
      machines: [machine('hv1', ['vm'])],
    };
    const { bindings, boxes } = sceneOf(graphNodes(input(model), {}), model);
    expect(bindings.map(({ id, up }) => [id, up])).toEqual([
      ['binding:hv1:vif1:vm', true],
      ['binding:hv1:vif1:web', true],
    ]);
    const [vif, inside] = [boxes.get('vif:hv1:vif1'), boxes.get('vif:hv1:vif1/web')];
    expect(inside && vif && inside.y >= vif.y + vif.height && inside.x > vif.x).toBe(true);
  });

  test('two tunnel ports make one line, cut when an end is; none to a peer that is not there', () => {
    const cut = { ...machine('hv2', [], ['hv1']), cutOff: { southbound: false, underlay: true } };
    const model = { switches: [], machines: [machine('hv1', [], ['hv2', 'gone']), cut] };
    const { tunnels } = sceneOf(graphNodes(input(model), {}), model);
    expect(Array.from(tunnels.values(), ({ id, a, b, cut: isCut }) => [id, a, b, isCut])).toEqual([
      ['tunnel:hv1:hv2', 'hv1', 'hv2', true],
    ]);
  });

  test('a tunnel goes below the hypervisor that stands between its ends', () => {
    const names = ['hv1', 'hv2', 'hv3'];
    const model = { switches: [], machines: names.map((name) => machine(name, [], names)) };
    const nodes = graphNodes(input(model), {});
    const { tunnels, boxes } = sceneOf(nodes, model);
    const bottom = (boxes.get('machine:hv2')?.y ?? 0) + (boxes.get('machine:hv2')?.height ?? 0);
    expect(tunnels.get('tunnel:hv1:hv3')?.curve[1].y).toBeGreaterThan(bottom);
    expect(tunnels.get('tunnel:hv1:hv2')?.curve[1].y).toBeLessThan(bottom);
  });
});

test('what is wrong with a hypervisor is said on its card', () => {
  const daemon = (name: string, status: DaemonView['status']): DaemonView => ({
    name,
    machine: 'hv1',
    status,
    delay: 0,
    pending: status === 'killed',
  });
  const hv: MachineView = {
    ...machine('hv1', []),
    registered: false,
    cutOff: { southbound: true, underlay: true },
  };
  expect(warningsOf(hv, [daemon('ovn-controller@hv1', 'killed'), daemon('ovs-vswitchd@hv1', 'running')])).toEqual([
    'not in the Chassis table',
    'cut off from OVN_Southbound',
    'cut off from the underlay',
    'ovn-controller is killed, now stale',
  ]);
  expect(warningsOf(machine('hv2', []), [daemon('ovn-controller@hv1', 'killed')])).toEqual([]);
});

test('only cards that look different are new objects', () => {
  const before = graphNodes(input(network(3, 3)), {});
  const same = keepUnchanged(before, graphNodes(input(structuredClone(network(3, 3))), {}));
  expect(same.every((node, index) => node === before[index])).toBe(true);
  const moved = keepUnchanged(before, graphNodes(input(network(3, 3)), { 'machine:hv1': { x: 1, y: 2 } }));
  const hv1 = moved.find(({ id }) => id === 'machine:hv1');
  expect(hv1?.position).toEqual({ x: 1, y: 2 });
  expect(hv1?.data).toBe(before.find(({ id }) => id === 'machine:hv1')?.data);
});

test('a scene that is kept up to date is the one that would be made anew', () => {
  const ports = (up: number, count: number) =>
    Array.from({ length: count }, (_, n) => port(n + 10, `p${n}`, n < up ? 'hv1' : null));
  const model = (up: number, count: number): NetworkModel => ({
    switches: [sw(1, 'sw0', ports(up, count)), sw(2, 'sw1', [port(900, 'q', null)])],
    machines: [
      machine(
        'hv1',
        ports(0, count).map(({ name }) => name),
        ['hv2'],
      ),
      machine('hv2', ['q'], ['hv1']),
    ],
  });
  const make = sceneMaker();
  let nodes: readonly GraphNode[] = [];
  const after = (now: NetworkModel, at = {}) => {
    nodes = keepUnchanged(nodes, graphNodes(input(now), at));
    const [kept, fresh] = [make(nodes, now), sceneOf(graphNodes(input(now), at), now)];
    expect({ ...kept, boxes: null }).toEqual({ ...fresh, boxes: null });
    for (const { uuid: id } of now.switches.flatMap((one) => one.ports)) {
      expect(kept.boxes.get(`row:OVN_Northbound:${id}`)).toEqual(fresh.boxes.get(`row:OVN_Northbound:${id}`));
    }
    return kept;
  };
  const first = after(model(0, 60));
  // What is folded away changes no card and no line.
  const folded = after({
    ...model(0, 60),
    switches: model(0, 60).switches.map((one) => ({
      ...one,
      ports: one.ports.map((each, n) => (n > 50 ? { ...each, up: true } : each)),
    })),
  });
  expect(folded.bindings).toBe(first.bindings);
  expect(folded.tunnels).toBe(first.tunnels);
  const bound = after(model(3, 60));
  expect(bound.bindings).not.toBe(first.bindings);
  expect(bound.bindings.at(-1)).toBe(first.bindings.at(-1));
  after(model(60, 61));
  after(model(60, 20));
  after(model(60, 20), { 'machine:hv2': { x: 5, y: 900 } });
});
