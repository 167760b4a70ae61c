import { describe, expect, it, vi } from 'vitest';
import type { Mirror } from '../state';

vi.hoisted(() => {
  vi.stubGlobal('window', { addEventListener: () => undefined });
  vi.stubGlobal('location', { hash: '' });
});

const { objectsOf } = await import('./objects');
const { ranked } = await import('./rank');
const { emptyMirror } = await import('../state');

const uuid = (text: string) => `${text}-0000-4000-8000-000000000000` as Mirror['model']['switches'][number]['uuid'];

const port = (name: string, id: string, mac: string) => ({
  uuid: uuid(id),
  name,
  switch: uuid('aaaa0000'),
  macs: [mac],
  portSecurity: [`${mac} 10.0.0.7`],
  up: true,
  enabled: true,
  parent: null,
  tag: null,
  tunnelKey: 1,
  chassis: 'hv1',
  machine: 'hv1',
});

const mirror: Mirror = {
  ...emptyMirror,
  model: {
    switches: [
      {
        uuid: uuid('aaaa0000'),
        name: 'sw0',
        ports: [
          port('sw0-port10', 'bbbb0000', '00:00:00:00:00:0a'),
          port('sw0-port2', 'cccc0000', '00:00:00:00:00:02'),
        ],
        acls: [
          {
            uuid: uuid('dddd0000'),
            owner: uuid('aaaa0000'),
            priority: 1000,
            match: 'ip4',
            action: 'drop',
            log: false,
          },
        ],
      },
    ],
    machines: [
      {
        name: 'hv1',
        systemId: '56b18105-5706',
        remote: null,
        encapTypes: ['geneve'],
        encapIp: '192.168.0.11',
        registered: true,
        hasIntegrationBridge: true,
        vifs: [{ name: 'vif1', ofport: 1, ifaceId: 'sw0-port2' }],
        tunnels: [{ name: 'ovn-hv2-0', ofport: 2, type: 'geneve', remoteIp: '192.168.0.12', peer: 'hv2' }],
        tables: [],
        cutOff: { southbound: false, underlay: false },
      },
    ],
  },
  daemons: [{ name: 'ovn-controller@hv1', machine: 'hv1', status: 'running', delay: 0, pending: false }],
};

const found = (text: string) => ranked(objectsOf(mirror), text).map(({ kind, name }) => `${kind} ${name}`);

describe('objects', () => {
  it.each([
    ['sw0', ['Switch sw0', 'Port sw0-port2', 'Port sw0-port10', 'ACL ip4', 'Interface vif1']],
    ['00:00:00:00:00:0a', ['Port sw0-port10']],
    ['10.0.0.7', ['Port sw0-port2', 'Port sw0-port10']],
    ['cccc', ['Port sw0-port2']],
    ['ccc', []],
    ['vif1', ['Interface vif1']],
    ['192.168.0.12', ['Tunnel ovn-hv2-0']],
    ['192.168.0.11', ['Hypervisor hv1']],
    ['ovn-controller', ['Daemon ovn-controller on hv1']],
    ['ip4', ['ACL ip4']],
  ])('%s finds %j', (text, names) => {
    expect(found(text)).toEqual(names);
  });
});
