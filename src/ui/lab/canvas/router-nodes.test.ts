import { describe, expect, test } from 'vitest';
import type { NetworkModel, PortView, RouterView, Uuid } from '../../bridge';
import { graphNodes } from './graph';
import { sceneOf } from './scene';

const uuid = (text: string) => text as Uuid;

const port = (name: string, sw: string, more: Partial<PortView> = {}): PortView => ({
  uuid: uuid(name),
  name,
  switch: uuid(sw),
  macs: [],
  portSecurity: [],
  up: true,
  enabled: true,
  parent: null,
  tag: null,
  tunnelKey: null,
  chassis: null,
  machine: null,
  ...more,
});

const router: RouterView = {
  uuid: uuid('lr0'),
  name: 'lr0',
  enabled: true,
  chassis: undefined,
  ports: ['sw0', 'sw1'].map((sw, index) => ({
    uuid: uuid(`lr0-${sw}`),
    name: `lr0-${sw}`,
    mac: '00:00:00:00:ff:01',
    networks: [`10.0.${index}.1/24`],
    peer: undefined,
    gateways: [],
    enabled: true,
  })),
  nats: [
    {
      uuid: uuid('nat'),
      type: 'snat',
      externalIp: '1.2.3.4',
      logicalIp: '10.0.0.0/24',
      logicalPort: undefined,
      externalMac: undefined,
    },
  ],
  routes: [],
  policies: [],
};

const model: NetworkModel = {
  switches: ['sw0', 'sw1'].map((sw) => ({
    uuid: uuid(sw),
    name: sw,
    ports: [port(`${sw}-lr0`, sw, { type: 'router', routerPort: `lr0-${sw}` })],
    acls: [],
  })),
  machines: [],
  topology: { routers: [router], loadBalancers: [], portGroups: [], addressSets: [], dhcp: [] },
};

describe('routers on the graph', () => {
  test('a router stands below its switches, says what it does, and is wired to their ports', () => {
    const nodes = graphNodes({ model, daemons: [] }, {});
    const card = nodes.find((node) => node.type === 'router');
    expect(card?.ariaLabel).toBe('Logical router lr0, 2 ports, snat');
    expect(card?.position.y).toBeGreaterThan(0);
    expect(sceneOf(nodes, model).wires.map(({ label, solid }) => [label, solid])).toEqual([
      ['10.0.0.1/24', true],
      ['10.0.1.1/24', true],
    ]);
  });

  test('wires do not cross, whatever stands left of what', () => {
    for (const [left, right] of [
      [0, 900],
      [900, 0],
    ]) {
      const places = {
        'switch:sw0': { x: left!, y: 0 },
        'switch:sw1': { x: right!, y: 0 },
        'router:lr0': { x: 450, y: 200 },
      };
      const { wires } = sceneOf(graphNodes({ model, daemons: [] }, places), model);
      const [one, other] = wires.map(({ curve }) => ({ from: curve[0].x, to: curve[3].x }));
      expect(one!.from < other!.from).toBe(one!.to < other!.to);
    }
  });

  test('without routers there are no wires', () => {
    const { switches, machines } = model;
    const plain = { switches, machines };
    expect(sceneOf(graphNodes({ model: plain, daemons: [] }, {}), plain).wires).toEqual([]);
  });
});
