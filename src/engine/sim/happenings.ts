/** For tests: everything that can happen to a deployment, for properties to draw from. */
import { getUuids } from '../ovsdb';
import { INTEGRATION_BRIDGE } from '../controller';
import { matchFrom } from '../openflow';
import { plugEdits } from './provision';
import type { NorthboundOps } from '../network';
import type { Deployment as AnyDeployment } from './deployment';
import type { SimRelease } from './release';
import type { DaemonStatus } from './types';

const MACS = ['00:00:00:00:00:01', '00:00:00:00:00:02', 'unknown', 'nonsense', '0a:00:00:00:00:03'];
const MATCHES = ['ip4', 'tcp.dst == {80, 443} && ip4.src == {10.0.0.1, 10.0.0.2}', 'inport == "p1"', 'not a match'];
const STATUSES: readonly DaemonStatus[] = ['running', 'paused', 'killed', 'stopped'];
const ENCAPS = ['geneve', 'stt', 'vxlan', 'geneve,vxlan', 'nonsense'];

type Deployment = AnyDeployment<SimRelease & { readonly northbound: NorthboundOps }>;

/** Something that can happen: numbers choose among what is there. */
export type Happening = readonly [name: keyof typeof HAPPENINGS, a: number, b: number];

const HAPPENINGS = {
  addSwitch: (d, a) => void d.commitNorthbound(ops(d).addSwitch(d.plannedUuid(0), `sw${a % 3}`), 'adds a switch'),
  delSwitch: (d, a) => {
    const sw = pick(ops(d).switches(d.nb), a);
    if (sw) d.commitNorthbound(ops(d).delSwitchAndContents(d.nb, sw.uuid), 'deletes a switch');
  },
  addPort: (d, a, b) => {
    const sw = pick(ops(d).switches(d.nb), a);
    const container = b % 4 === 0 ? { container: { parent: `p${(b + 1) % 6}`, tag: b % 3 } } : {};
    const port = { uuid: d.plannedUuid(0), name: `p${b % 6}`, macs: [of(MACS, a)], ...container };
    if (sw) d.commitNorthbound(ops(d).addPorts(d.nb, sw.uuid, [port]), 'adds a port');
  },
  delPort: (d, a) => {
    const port = pick(ops(d).ports(d.nb), a);
    if (port) d.commitNorthbound(ops(d).delPort(d.nb, port.uuid), 'deletes a port');
  },
  setMacs: (d, a, b) => {
    const port = pick(ops(d).ports(d.nb), a);
    const macs = MACS.filter((_, index) => ((b >> index) & 1) === 1);
    if (port) d.commitNorthbound(ops(d).setMacs(port.uuid, macs), 'sets addresses');
  },
  setPortSecurity: (d, a, b) => {
    const port = pick(ops(d).ports(d.nb), a);
    const members = MACS.filter((_, index) => ((b >> index) & 1) === 1);
    if (port) d.commitNorthbound(ops(d).setPortSecurity(port.uuid, members), 'sets port security');
  },
  renamePort: (d, a, b) => {
    const port = pick(ops(d).ports(d.nb), a);
    if (port) d.commitNorthbound(ops(d).renamePort(port.uuid, `p${b % 6}`), 'renames a port');
  },
  setEnabled: (d, a, b) => {
    const port = pick(ops(d).ports(d.nb), a);
    const edits = port && ops(d).setEnabled(port.uuid, b % 2 === 0);
    if (edits?.ok === true) d.commitNorthbound(edits.value, 'enables a port');
  },
  addAcl: (d, a, b) => {
    const sw = pick(ops(d).switches(d.nb), a);
    const acl = { uuid: d.plannedUuid(0), priority: 1 + (b % 3), match: of(MATCHES, b), action: 'allow', log: false };
    if (sw) d.commitNorthbound(ops(d).addAcls(d.nb, sw.uuid, [acl]), 'adds an ACL');
  },
  addMachine: (d, a, b) => {
    const name = `hv${1 + (a % 3)}`;
    d.addMachine(name, {
      systemId: name,
      encapType: of(ENCAPS, b),
      encapIp: `10.0.0.${1 + (a % 3)}`,
      bridge: b % 7 !== 0,
    });
  },
  removeMachine: (d, a) => {
    const name = pick([...d.machines.keys()], a);
    // One that goes while it is cut off leaves its rows behind, which fresh daemons cannot know.
    if (name !== undefined && !d.isCutOff(name, 'southbound')) d.removeMachine(name);
  },
  reconfigure: (d, a, b) => {
    const machine = pick([...d.machines.values()], a);
    const [root] = machine?.ovs.rows('Open_vSwitch').values() ?? [];
    if (!machine || !root) return;
    const ids = [
      ['system-id', b % 5 === 0 ? `${machine.name}-${b % 2}` : machine.name],
      ['ovn-remote', 'unix:db.sock'],
      // A chassis whose new encapsulations are all unusable keeps the old ones, which fresh daemons cannot know.
      ['ovn-encap-type', of(ENCAPS.slice(0, -1), b)],
      ['ovn-encap-ip', `10.0.1.${b % 4}`],
    ] as const;
    const edits = [{ op: 'update', table: 'Open_vSwitch', uuid: root._uuid, row: { external_ids: ids } }] as const;
    d.commitLocal(machine.name, edits, 'reconfigures a chassis');
  },
  plug: (d, a, b) => {
    const machine = pick([...d.machines.values()], a);
    const bridge = machine?.ovs.find('Bridge', 'name', INTEGRATION_BRIDGE);
    if (!machine || !bridge) return;
    const place = { _uuid: bridge._uuid, ports: getUuids(bridge, 'ports') };
    const edits = plugEdits(place, { name: `vif${b % 6}`, ifaceId: `p${b % 6}` }, (index) => d.plannedUuid(index));
    d.commitLocal(machine.name, edits, 'plugs a port');
  },
  unplug: (d, a, b) => {
    const machine = pick([...d.machines.values()], a);
    const bridge = machine?.ovs.find('Bridge', 'name', INTEGRATION_BRIDGE);
    const port = machine?.ovs.find('Port', 'name', `vif${b % 6}`);
    if (!machine || !bridge || !port) return;
    const ports = getUuids(bridge, 'ports').filter((uuid) => uuid !== port._uuid);
    d.commitLocal(
      machine.name,
      [{ op: 'update', table: 'Bridge', uuid: bridge._uuid, row: { ports } }],
      'unplugs a port',
    );
  },
  delBridge: (d, a) => {
    // A controller that waits for br-int leaves everything as it is meanwhile, which fresh daemons cannot know.
    if (!d.release.controller.registersWithoutBridge) return;
    const machine = pick([...d.machines.values()], a);
    const [root] = machine?.ovs.rows('Open_vSwitch').values() ?? [];
    if (machine && root)
      d.commitLocal(
        machine.name,
        [{ op: 'update', table: 'Open_vSwitch', uuid: root._uuid, row: { bridges: [] } }],
        'deletes br-int',
      );
  },
  changeFlows: (d, a, b) => {
    const machine = pick([...d.machines.values()], a);
    const bridge = machine?.bridges.get(INTEGRATION_BRIDGE);
    if (!machine || !bridge) return;
    const old = pick(bridge.flows, a >> 2);
    const match = matchFrom([{ field: of(['in_port', 'metadata', 'reg7'], a), value: BigInt(1 + (b % 2)) }]);
    const added = { table: of([0, 17, 64], b), priority: 50, match, actions: [], cookie: 0n };
    const changes = {
      add: { added: [added], removed: [] },
      modify: { added: old ? [{ ...old, actions: [] }] : [], removed: [] },
      delete: { added: [], removed: old ? [old] : [] },
    };
    d.changeFlows(machine.name, INTEGRATION_BRIDGE, changes[of(['add', 'modify', 'delete'], b >> 1)], 'changes flows');
  },
  setDaemon: (d, a, b) => {
    const daemon = pick(d.daemons, a);
    if (daemon) d.setDaemon(daemon.name, { status: of(STATUSES, b), delay: b % 3 });
  },
  cutOff: (d, a, b) => {
    const name = pick([...d.machines.keys()], a);
    if (name !== undefined) d.setCutOff(name, b % 4 === 0 ? 'underlay' : 'southbound', b % 2 === 0);
  },
  step: (d, a) => {
    for (let i = 0; i <= a % 5; i++) d.step();
  },
  settle: (d) => void d.settle(),
  undo: (d) => void d.undo(),
  redo: (d) => void d.redo(),
  goTo: (d, a) => void d.goTo(1 + (a % d.history.length)),
  switchBranch: (d, a) => void d.switchBranch(of(d.branches, a).id),
} satisfies Record<string, (d: Deployment, a: number, b: number) => void>;

export const NAMES = Object.keys(HAPPENINGS) as readonly (keyof typeof HAPPENINGS)[];

/** What comes past the controllers: one that starts anew takes it back. */
export const BY_HAND: ReadonlySet<string> = new Set(['changeFlows']);

/** What leads to another place in history. */
export const TRAVELS: ReadonlySet<string> = new Set(['undo', 'redo', 'goTo', 'switchBranch']);

function ops(d: Deployment) {
  return d.release.northbound;
}

/** One of some. */
function of<const T>(from: readonly T[], choice: number): T {
  const one = pick(from, choice);
  if (one === undefined) throw new Error('There is nothing to choose from.');
  return one;
}

function pick<T>(from: readonly T[], choice: number): T | undefined {
  return from[choice % Math.max(1, from.length)];
}

export function happen(d: Deployment, [name, a, b]: Happening): void {
  HAPPENINGS[name](d, a, b);
}
