import { describe, expect, it } from 'vitest';
import { formatFlow, parseFlow } from '../openflow';
import { getNumbers, getUuids } from '../ovsdb';
import { RELEASES, releaseById, Deployment } from '../releases';
import { encodeTrusted } from '../../packets';
import { plugEdits } from './provision';
import { outcome, snapshot } from './testing';
import type { OutputOutcome } from './hops';

const MAC = (n: number) => `00:00:00:00:00:0${n}`;

/** Two hypervisors with one port of one switch each. */
function twoHypervisors(releaseId = '2015-08'): Deployment {
  const release = releaseById(releaseId)!;
  const d = new Deployment({ release, seed: 1 });
  for (const n of [1, 2]) {
    d.addMachine(`hv${n}`, { systemId: `hv${n}`, encapType: 'geneve', encapIp: `10.0.0.${n}`, bridge: true });
  }
  const ops = release.northbound;
  const sw = d.plannedUuid(0);
  d.commitNorthbound(ops.addSwitch(sw, 'sw0'), 'adds sw0');
  const ports = [1, 2].map((n) => ({ uuid: d.plannedUuid(n), name: `p${n}`, macs: [MAC(n)] }));
  d.commitNorthbound(ops.addPorts(d.nb, sw, ports), 'adds ports');
  for (const n of [1, 2]) plug(d, `hv${n}`, `vif${n}`, `p${n}`);
  d.settle();
  d.beginHere();
  return d;
}

function plug(d: Deployment, machine: string, name: string, ifaceId: string): void {
  const bridge = d.machines.get(machine)!.ovs.find('Bridge', 'name', 'br-int')!;
  const place = { _uuid: bridge._uuid, ports: getUuids(bridge, 'ports') };
  const done = d.commitLocal(
    machine,
    plugEdits(place, { name, ifaceId }, (i) => d.plannedUuid(i)),
    `plugs ${ifaceId}`,
  );
  expect(done.ok).toBe(true);
}

function unplug(d: Deployment, machine: string, name: string): void {
  const { ovs } = d.machines.get(machine)!;
  const bridge = ovs.find('Bridge', 'name', 'br-int')!;
  const port = ovs.find('Port', 'name', name)!;
  const ports = getUuids(bridge, 'ports').filter((uuid) => uuid !== port._uuid);
  d.commitLocal(machine, [{ op: 'update', table: 'Bridge', uuid: bridge._uuid, row: { ports } }], `unplugs ${name}`);
}

/** In the order in which the switch tries them. */
function flowsOf(d: Deployment, machine: string, table?: number): string[] {
  const { flows } = d.machines.get(machine)!.bridges.get('br-int')!;
  return flows.filter((flow) => table === undefined || flow.table === table).map((flow) => formatFlow(flow).trim());
}

/** What becomes of a frame from p1 to p2, put in at hv1: `hv2:vif2`, or why it was lost. */
function send(d: Deployment, to = MAC(2)): string[] {
  const bytes = encodeTrusted([
    { protocol: 'ethernet', src: MAC(1), dst: to, type: 0x1234 },
    { protocol: 'payload', data: '00'.repeat(46) },
  ]);
  const run = d.inject('hv1', 'vif1', bytes);
  if (!run.ok) return [run.error.code];
  return run.value.hops.flatMap(({ machine, outcomes }) => outcomes.flatMap((each) => describeOutcome(machine, each)));
}

function describeOutcome(machine: string, end: OutputOutcome): string[] {
  if (end.kind === 'delivered') return [`${machine}:${end.iface}`];
  return end.kind === 'lost' ? [end.reason] : [];
}

describe.each(RELEASES)('a deployment of $id', (release) => {
  it('settles when it is empty', () => {
    const d = new Deployment({ release, seed: 1 });
    expect(d.settle().settled).toBe(true);
    expect(d.next).toBeUndefined();
  });

  it('is the same whenever the same is done', () => {
    expect(snapshot(twoHypervisors(release.id))).toEqual(snapshot(twoHypervisors(release.id)));
  });

  it('carries a packet through a tunnel', () => {
    expect(send(twoHypervisors(release.id))).toEqual(['hv2:vif2']);
  });

  it('lets a VM move', () => {
    const d = twoHypervisors(release.id);
    d.addMachine('hv3', { systemId: 'hv3', encapType: 'geneve', encapIp: '10.0.0.3', bridge: true });
    unplug(d, 'hv2', 'vif2');
    plug(d, 'hv3', 'vif2', 'p2');
    d.settle();
    expect(release.southbound.binding(d.sb, 'p2')?.chassisName).toBe('hv3');
    expect(send(d)).toEqual(['hv3:vif2']);
  });
});

describe('packets', () => {
  it('are counted by flows and ports', () => {
    const d = twoHypervisors();
    send(d);
    const hv2 = d.machines.get('hv2')!;
    expect(hv2.counters('vif2')).toMatchObject({ txPackets: 1, txBytes: 60 });
    expect(hv2.bridges.get('br-int')!.flows.filter(({ stats }) => stats.packets === 1)).toHaveLength(1);
  });

  it('need an interface', () => {
    const d = twoHypervisors();
    expect(d.inject('hv1', 'nothing', new Uint8Array(60))).toMatchObject({ ok: false, error: { code: 'not-plugged' } });
  });

  it('are lost where a machine is cut off from the underlay', () => {
    const d = twoHypervisors();
    d.setCutOff('hv2', 'underlay', true);
    expect(send(d)).toEqual(['cut-off']);
    d.setCutOff('hv2', 'underlay', false);
    expect(send(d)).toEqual(['hv2:vif2']);
  });

  it('are lost when nobody has the address of the tunnel any more', () => {
    const d = twoHypervisors();
    d.setDaemon('ovn-controller@hv1', { status: 'killed' });
    d.removeMachine('hv2');
    d.settle();
    expect(send(d)).toEqual(['no-machine']);
  });
});

describe('flows of equal priority that overlap', () => {
  const change = (d: Deployment, add: readonly string[], remove: readonly string[] = []) => {
    const read = (text: string) => {
      const flow = parseFlow(text);
      if (!flow.ok) throw new Error(flow.error.message);
      return flow.value.entry;
    };
    expect(d.changeFlows('hv1', 'br-int', { added: add.map(read), removed: remove.map(read) }, 'by hand').ok).toBe(
      true,
    );
  };
  const inTable40 = (d: Deployment) => flowsOf(d, 'hv1', 40).map((text) => /priority=5,(\w+)/.exec(text)?.[1]);
  const [ip, arp, inPort] = ['ip', 'arp', 'in_port=1'].map((match) => `table=40,priority=5,${match},actions=drop`);

  it('are tried in the order in which they came, whatever is changed, taken back and done again', () => {
    const d = twoHypervisors();
    for (const flow of [ip, arp, inPort]) change(d, [flow!]);
    const all = ['ip', 'arp', 'in_port'];
    expect(inTable40(d)).toEqual(all);
    change(d, ['table=40,priority=5,ip,actions=output:2']);
    expect(inTable40(d)).toEqual(all);
    change(d, [], [ip!]);
    expect(inTable40(d)).toEqual(['arp', 'in_port']);
    d.undo();
    expect(inTable40(d)).toEqual(all);
    d.redo();
    change(d, [ip!]);
    expect(inTable40(d)).toEqual(['arp', 'in_port', 'ip']);
    expect(inTable40(d.copy())).toEqual(['arp', 'in_port', 'ip']);
    for (let n = 0; n < 3; n++) d.undo();
    expect(inTable40(d)).toEqual(all);
  });

  it('are tried by the rows of the controller’s, in whichever order those came, and then what came by hand', () => {
    const rows = ['ip4', 'tcp', 'udp'];
    const acls = (order: readonly string[]) => {
      const d = twoHypervisors();
      const { northbound } = d.release;
      const [sw] = northbound.switches(d.nb);
      change(d, ['table=18,priority=7,icmp,actions=drop']);
      for (const match of order) {
        const acl = { uuid: d.plannedUuid(0), priority: 7, match, action: 'drop', log: false };
        d.commitNorthbound(northbound.addAcls(d.nb, sw!.uuid, [acl]), `adds ${match}`);
        d.settle();
      }
      return flowsOf(d, 'hv1', 18);
    };
    const order = acls(rows);
    expect(order.at(-2)).toContain('priority=7,icmp actions=drop');
    expect(acls(rows.toReversed())).toEqual(order);
  });
});

describe('daemons', () => {
  it('do nothing while they are paused, and then everything', () => {
    const d = twoHypervisors();
    const before = outcome(d);
    d.setDaemon('ovn-northd', { status: 'paused' });
    const [port] = d.release.northbound.ports(d.nb);
    d.commitNorthbound(d.release.northbound.setMacs(port!.uuid, [MAC(9)]), 'sets an address');
    d.settle();
    expect(d.next).toBeUndefined();
    expect(d.daemon('ovn-northd')?.due).not.toBeNull();
    expect(outcome(d)).toMatchObject({ machines: (before as { machines: unknown }).machines });
    d.setDaemon('ovn-northd', { status: 'running' });
    d.settle();
    expect(send(d, MAC(9))).toEqual([]);
    expect([...d.sb.rows('Pipeline').values()].some(({ match }) => match === `eth.dst == ${MAC(9)}`)).toBe(true);
  });

  it('leave flows and rows behind when killed, and take their rows along when stopped', () => {
    const d = twoHypervisors();
    const flows = d.machines.get('hv2')!.bridges.get('br-int')!.flowCount;
    d.setDaemon('ovn-controller@hv2', { status: 'killed' });
    d.settle();
    expect(d.sb.find('Chassis', 'name', 'hv2')).toBeDefined();
    expect(d.machines.get('hv2')!.bridges.get('br-int')!.flowCount).toBe(flows);
    expect(send(d)).toEqual(['hv2:vif2']);
    d.setDaemon('ovn-controller@hv1', { status: 'stopped' });
    d.settle();
    expect(d.sb.find('Chassis', 'name', 'hv1')).toBeUndefined();
  });

  it.each(['killed', 'stopped', 'paused'] as const)(
    'that are %s are not about to act, unless they are paused',
    (status) => {
      const d = twoHypervisors();
      for (const { name } of d.daemons) d.setDaemon(name, { status });
      d.settle();
      const ops = d.release.northbound;
      d.commitNorthbound(ops.addSwitch(d.plannedUuid(0), 'sw1'), 'adds sw1');
      plug(d, 'hv1', 'vif9', 'p9');
      const awaited = d.daemons.filter(({ due }) => due !== null).map(({ name }) => name);
      expect(awaited).toEqual(status === 'paused' ? ['ovn-northd', 'ovs-vswitchd@hv1', 'ovn-controller@hv1'] : []);
      expect(d.next).toBeUndefined();
    },
  );

  it('take their time when they are delayed', () => {
    const d = twoHypervisors();
    d.setDaemon('ovn-northd', { delay: 500 });
    d.commitNorthbound(d.release.northbound.addSwitch(d.plannedUuid(0), 'sw1'), 'adds sw1');
    const { now } = d;
    expect(d.step()).toMatchObject({ who: 'ovn-northd', time: now + 501 });
  });

  it('come back to the same flows after the switch was killed', () => {
    const d = twoHypervisors();
    const before = outcome(d);
    d.setDaemon('ovs-vswitchd@hv2', { status: 'killed' });
    d.settle();
    expect(d.machines.get('hv2')!.bridges.size).toBe(0);
    expect(send(d)).toEqual(['no-tunnel-port']);
    d.setDaemon('ovs-vswitchd@hv2', { status: 'running' });
    d.settle();
    expect(outcome(d)).toEqual(before);
  });

  it('that are cut off see the past, and nothing that they want happens', () => {
    const d = twoHypervisors();
    d.setCutOff('hv2', 'southbound', true);
    d.settle();
    const flows = d.machines.get('hv2')!.bridges.get('br-int')!.flows.length;
    const ops = d.release.northbound;
    const [sw] = ops.switches(d.nb);
    d.commitNorthbound(
      ops.addPorts(d.nb, sw!.uuid, [{ uuid: d.plannedUuid(0), name: 'p3', macs: [MAC(3)] }]),
      'adds p3',
    );
    plug(d, 'hv2', 'vif3', 'p3');
    d.settle();
    expect(d.release.southbound.binding(d.sb, 'p3')?.chassisName).toBeUndefined();
    expect(d.log.filter(({ message }) => message.includes('Claiming lport p3'))).toEqual([]);
    expect(d.machines.get('hv2')!.bridges.get('br-int')!.flows).toHaveLength(flows);
    d.setCutOff('hv2', 'southbound', false);
    d.settle();
    expect(d.release.southbound.binding(d.sb, 'p3')?.chassisName).toBe('hv2');
    expect(send(d, MAC(3))).toEqual(['hv2:vif3']);
  });

  it('that are cut off do not believe that what they wanted has happened', () => {
    const d = twoHypervisors();
    d.setCutOff('hv2', 'southbound', true);
    d.settle();
    const before = flowsOf(d, 'hv2');
    // p1 is on hv1: to take it over and to give it up again are both wishes that come to nothing.
    plug(d, 'hv2', 'vif9', 'p1');
    d.settle();
    expect(flowsOf(d, 'hv2')).not.toEqual(before);
    unplug(d, 'hv2', 'vif9');
    d.settle();
    expect(flowsOf(d, 'hv2')).toEqual(before);
  });

  it('do not repeat in the log what they have said', () => {
    const d = twoHypervisors();
    const [port] = d.release.northbound.ports(d.nb);
    d.commitNorthbound(d.release.northbound.setMacs(port!.uuid, ['nonsense']), 'sets nonsense');
    d.settle();
    const said = d.log.filter(({ message }) => message.includes('nonsense'));
    expect(said).toHaveLength(1);
    d.goTo(d.position - 1);
    d.commitNorthbound(d.release.northbound.addSwitch(d.plannedUuid(0), 'sw1'), 'adds sw1');
    d.settle();
    expect(d.log.filter(({ message }) => message.includes('nonsense'))).toHaveLength(1);
  });

  it('say what they do each time, and what is the case once, however they come to know it', () => {
    const d = twoHypervisors();
    const ops = d.release.northbound;
    const [port] = ops.ports(d.nb);
    const lines = (text: string) => d.log.filter(({ message }) => message.includes(text)).length;
    d.commitNorthbound(ops.setMacs(port!.uuid, ['nonsense']), 'sets nonsense');
    d.settle();
    d.commitNorthbound(ops.setPortSecurity(port!.uuid, [MAC(1)]), 'sets port security');
    d.settle();
    expect(lines('nonsense')).toBe(1);
    const claims = lines('Claiming lport p1');
    unplug(d, 'hv1', 'vif1');
    d.settle();
    d.goTo(d.position - 1);
    d.goTo(d.history.length);
    plug(d, 'hv1', 'vif1', 'p1');
    d.settle();
    expect(lines('Claiming lport p1')).toBe(claims + 1);
  });
});

describe('history', () => {
  it('tells who did what and why', () => {
    const d = twoHypervisors();
    const { position } = d;
    d.commitNorthbound(d.release.northbound.addSwitch(d.plannedUuid(0), 'sw1'), 'adds sw1');
    d.settle();
    const [user, northd] = d.history.slice(position);
    expect(user).toMatchObject({ who: 'user', label: 'adds sw1', cause: null });
    expect(northd).toMatchObject({ who: 'ovn-northd', label: 'adds 6 Pipeline', cause: position + 1, action: null });
  });

  it('undoes and redoes a user action with all that followed', () => {
    const d = twoHypervisors();
    const before = snapshot(d);
    d.action(() => {
      unplug(d, 'hv2', 'vif2');
      plug(d, 'hv1', 'vif2', 'p2');
    });
    d.settle();
    const after = snapshot(d);
    expect(d.undo()).toBe(true);
    expect(snapshot(d)).toEqual(before);
    expect(d.canUndo).toBe(false);
    expect(d.redo()).toBe(true);
    expect(snapshot(d)).toEqual(after);
    expect(d.canRedo).toBe(false);
  });

  it('forks where somebody acts in the past, and compares the ends', () => {
    const d = twoHypervisors();
    const { position } = d;
    const ops = d.release.northbound;
    d.commitNorthbound(ops.addSwitch(d.plannedUuid(0), 'left'), 'adds left');
    d.settle();
    const left = snapshot(d);
    d.goTo(position);
    d.commitNorthbound(ops.addSwitch(d.plannedUuid(0), 'right'), 'adds right');
    d.settle();
    const [main, fork] = d.branches;
    expect(fork).toMatchObject({ parent: 'main', forkedAt: position, current: true });
    const difference = d.compareBranches(main!.id, fork!.id)!;
    expect(difference.shared).toBe(position);
    expect(difference.rows.filter(({ table }) => table === 'Logical_Switch')).toMatchObject([
      { left: { name: 'left' }, right: { name: 'right' } },
    ]);
    d.switchBranch(main!.id);
    expect(snapshot(d)).toEqual(left);
  });

  it('leaves no trace of what was refused', () => {
    const d = twoHypervisors();
    const before = snapshot(d);
    const edits = [{ op: 'insert', table: 'Logical_Port', row: { name: 'p1' } }] as const;
    expect(d.commitNorthbound(edits, 'adds p1 again').ok).toBe(true);
    const twice = [...edits, { op: 'insert', table: 'ACL', row: { priority: -1 } }] as const;
    expect(d.commitNorthbound(twice, 'does what cannot be').ok).toBe(false);
    d.undo();
    expect(snapshot(d)).toEqual(before);
  });

  it('tells those who watch what changed, also when it goes back', () => {
    const d = twoHypervisors();
    const mirror = new Map<string, string>();
    const rows = () => [...d.sb.rows('Pipeline').values()].map((row) => row._uuid).sort();
    for (const uuid of rows()) mirror.set(uuid, uuid);
    d.subscribe(({ databases }) => {
      for (const { db, changes } of databases) {
        if (db !== 'OVN_Southbound') continue;
        for (const { table, uuid, after } of changes) {
          if (table !== 'Pipeline') continue;
          if (after) mirror.set(uuid, uuid);
          else mirror.delete(uuid);
        }
      }
    });
    const check = () => expect([...mirror.keys()].sort()).toEqual(rows());
    d.commitNorthbound(d.release.northbound.addSwitch(d.plannedUuid(0), 'sw1'), 'adds sw1');
    d.settle();
    check();
    d.undo();
    check();
    d.redo();
    check();
    d.goTo(1);
    check();
  });
});

describe('ports', () => {
  it('keep their numbers, and do not take those of ports that left', () => {
    const d = twoHypervisors();
    const ofport = (name: string) =>
      getNumbers(d.machines.get('hv2')!.ovs.find('Interface', 'name', name)!, 'ofport')[0];
    const first = ofport('vif2')!;
    plug(d, 'hv2', 'vif3', 'p3');
    d.settle();
    const left = ofport('vif3')!;
    unplug(d, 'hv2', 'vif3');
    d.settle();
    plug(d, 'hv2', 'vif4', 'p4');
    d.settle();
    expect(ofport('vif2')).toBe(first);
    expect(ofport('vif4')).toBe(left + 1);
  });
});

describe.each(RELEASES.map(({ id }) => id))('%s: two hypervisors with one system-id', (id) => {
  it.each(['geneve', 'bogus'])('settle, and one of them says what is wrong: %s', (encapType) => {
    const d = twoHypervisors(id);
    d.addMachine('hv3', { systemId: 'hv2', encapType, encapIp: '10.0.0.3', bridge: true });
    plug(d, 'hv3', 'vif3', 'p1');
    expect(d.settle().settled).toBe(true);
    const [log] = d.log.filter(({ message }) => message.includes('system-id used twice'));
    expect(log?.about?.table).toBe(encapType === 'geneve' || id === '2015-04' ? 'Chassis' : undefined);
    // Both keep working on what happens next, and it settles again.
    d.setDaemon('ovn-controller@hv2', { status: 'killed' });
    d.settle();
    d.setDaemon('ovn-controller@hv2', { status: 'running' });
    expect(d.settle().settled).toBe(true);
    d.removeMachine('hv2');
    expect(d.settle().settled).toBe(true);
    const chassis = d.sb.find('Chassis', 'name', 'hv2');
    expect(chassis !== undefined).toBe(encapType === 'geneve' || id === '2015-04');
  });
});
