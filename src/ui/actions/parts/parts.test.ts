import { describe, expect, it } from 'vitest';
import type { MachineView, NetworkModel, PortView, SwitchView, Uuid } from '../../bridge';
import { machineKey, northboundKey } from '../../bridge';
import { makeParts } from './make-parts';
import { partsOf, wordsFor } from './parts';
import { readParts, writeParts } from './parts-text';

const port = (uuid: string, name: string, more: Partial<PortView> = {}): PortView => ({
  uuid: uuid as Uuid,
  name,
  switch: 'a' as Uuid,
  macs: ['00:00:00:00:00:01'],
  portSecurity: [],
  up: true,
  enabled: true,
  parent: null,
  tag: null,
  tunnelKey: 1,
  chassis: null,
  machine: null,
  ...more,
});
const sw: SwitchView = {
  uuid: 'a' as Uuid,
  name: 'sw0',
  ports: [
    port('b', 'sw0-port1', { portSecurity: ['00:00:00:00:00:01'] }),
    port('c', 'web', { macs: ['unknown'], parent: 'sw0-port1', tag: 3 }),
  ],
  acls: [
    { uuid: 'd' as Uuid, owner: 'a' as Uuid, priority: 7, match: 'inport == "web" && ip', action: 'drop', log: false },
  ],
};
const hv1: MachineView = {
  name: 'hv1',
  systemId: 'hv1',
  remote: null,
  encapTypes: ['vxlan'],
  encapIp: '10.0.0.9',
  registered: true,
  hasIntegrationBridge: true,
  vifs: [{ name: 'vif1', ofport: 1, ifaceId: 'sw0-port1' }],
  tunnels: [],
  tables: [],
  cutOff: { southbound: false, underlay: false },
};
const model: NetworkModel = { switches: [sw], machines: [hv1] };
const empty: NetworkModel = { switches: [], machines: [] };

describe('parts of a network', () => {
  it('are made again beside themselves under fresh names and addresses', () => {
    const parts = partsOf(model, [northboundKey('a' as Uuid), machineKey('hv1')]);
    expect(wordsFor(parts)).toBe('1 switch, 2 ports and 1 hypervisor');
    const made = makeParts(parts, model, null);
    expect(made).toMatchObject({ switches: ['sw1'], machines: ['hv2'] });
    expect(made.edits).toEqual([
      { kind: 'createSwitch', name: 'sw1' },
      { kind: 'createPort', switch: 'sw1', name: 'sw1-port1', macs: ['00:00:00:00:00:02'] },
      { kind: 'setPortSecurity', port: 'sw1-port1', portSecurity: ['00:00:00:00:00:02'] },
      { kind: 'createPort', switch: 'sw1', name: 'web2', macs: ['unknown'], parent: 'sw1-port1', tag: 3 },
      { kind: 'addAcl', switch: 'sw1', priority: 7, match: 'inport == "web2" && ip', action: 'drop', log: false },
      { kind: 'createMachine', name: 'hv2', systemId: 'hv2', encap: 'vxlan', ip: '10.0.0.10' },
      { kind: 'plug', port: 'sw1-port1', machine: 'hv2', iface: 'vif2' },
    ]);
  });

  it('keep their names and addresses where those are free, also as a text', () => {
    const parts = partsOf(model, [northboundKey('a' as Uuid), machineKey('hv1')]);
    const read = readParts(writeParts(parts));
    expect(read).toEqual(parts);
    const made = makeParts(parts, empty, null);
    expect(made).toMatchObject({ switches: ['sw0'], machines: ['hv1'] });
    expect(partsOf(model, [])).toEqual({ switches: [], ports: [], machines: [] });
    expect(readParts('{"kind":"ovn-playground parts"}')).toBeNull();
    expect(readParts('{ovn-playground parts')).toBeNull();
    expect(readParts('ovn-nbctl lswitch-add sw0')).toBeNull();
  });

  it('a port alone goes into the switch that is said', () => {
    const parts = partsOf(model, [northboundKey('b' as Uuid)]);
    expect(makeParts(parts, model, 'a').edits[0]).toEqual({
      kind: 'createPort',
      switch: 'a',
      name: 'sw0-port2',
      macs: ['00:00:00:00:00:02'],
    });
  });
});
