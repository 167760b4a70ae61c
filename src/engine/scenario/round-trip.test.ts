import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../commands';
import { formatFlow, MATCH_ALL } from '../openflow';
import { RELEASES, Deployment } from '../releases';
import { outcome, snapshot } from '../sim/testing';
import { parseDocument, readDocument } from './document';
import { exportScenario } from './export';
import { packContent, unpackContent } from './link-pack';
import { beginOpening, openScenario } from './open';
import { buildNetwork } from './plan';
import { documentText } from './write';
import type { DaemonStatus } from '../sim';
import type { ExportOptions } from './export';

const EXTRAS = {
  name: 'a “name”',
  packets: [],
  positions: { 'machine:hv1': { x: 1.5, y: -2 } },
  checks: '# @ every\np1 reaches p2 by ping\n',
};

/** Something that a person does: numbers choose among what there is. */
type Deed = readonly [name: keyof typeof DEEDS, a: number, b: number];

const SWITCHES = ['sw0', 'sw1', 'sw2'];
const PORTS = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'];
const BRIDGES = ['br-int', 'br0'];
const STATUSES: readonly DaemonStatus[] = ['running', 'paused', 'killed', 'stopped'];
const FLOWS = [
  'table=0,priority=7,actions=drop',
  'table=0,priority=100,in_port=1,actions=output:2',
  'table=3,cookie=0xdeadbeef,tcp,tp_dst=80,actions=mod_nw_ttl:3,output:1',
  'idle_timeout=9,hard_timeout=10,icmp,icmp_type=8,actions=NORMAL',
  'table=17,priority=65535,ipv6,nw_tos=4,actions=load:0x5->NXM_NX_REG3[0..7],resubmit(,18)',
  'table=64,metadata=0x1,reg0=0x3,actions=learn(table=10,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[])',
  'dl_vlan=42,dl_vlan_pcp=3,actions=strip_vlan,move:NXM_OF_IN_PORT[]->NXM_NX_REG1[0..15],controller:100',
  'conj_id=5,ip,actions=conjunction(3,1/2)',
  'arp,arp_op=1,arp_tpa=10.0.0.1,actions=set_field:00:00:00:00:00:01->eth_dst,in_port',
];

const at = <T>(list: readonly T[], index: number): T | undefined => list[index % list.length];

const DEEDS = {
  lswitchAdd: (d, a) => type(d, `ovn-nbctl lswitch-add ${at(SWITCHES, a)}`),
  lswitchDel: (d, a) => type(d, `ovn-nbctl lswitch-del ${at(SWITCHES, a)}`),
  lportAdd: (d, a, b) => type(d, `ovn-nbctl lport-add ${at(SWITCHES, a)} ${at(PORTS, b)}`),
  container: (d, a, b) =>
    type(d, `ovn-nbctl lport-add ${at(SWITCHES, a)} ${at(PORTS, b)} ${at(PORTS, b + 1)} ${1 + (a % 9)}`),
  lportDel: (d, a) => type(d, `ovn-nbctl lport-del ${at(PORTS, a)}`),
  macs: (d, a, b) =>
    type(d, `ovn-nbctl lport-set-macs ${at(PORTS, a)} 00:00:00:00:00:0${b % 8} ${b % 3 === 0 ? 'unknown' : ''}`),
  security: (d, a, b) => type(d, `ovn-nbctl lport-set-port-security ${at(PORTS, a)} 00:00:00:00:00:0${b % 8}`),
  plug: (d, a, b) =>
    type(
      d,
      `ovs-vsctl add-port br-int vif${b % 4} -- set Interface vif${b % 4} external_ids:iface-id=${at(PORTS, b)}`,
      a,
    ),
  unplug: (d, a, b) => type(d, `ovs-vsctl del-port vif${b % 4}`, a),
  request: (d, a, b) => type(d, `ovs-vsctl set Interface vif${b % 4} ofport_request=${1 + (a % 7)}`, b >> 2),
  bridge: (d, a, b) => type(d, `ovs-vsctl ${b % 2 === 0 ? 'add-br' : 'del-br'} ${at(BRIDGES, a)}`, b >> 1),
  bridgePort: (d, a, b) => type(d, `ovs-vsctl add-port br0 eth${b % 3}`, a),
  failMode: (d, a, b) =>
    type(d, `ovs-vsctl set-fail-mode ${at(BRIDGES, b)} ${b % 3 === 0 ? 'standalone' : 'secure'}`, a),
  addFlow: (d, a, b) => type(d, `ovs-ofctl add-flow ${at(BRIDGES, b)} ${at(FLOWS, b >> 1)}`, a),
  delFlows: (d, a, b) => type(d, `ovs-ofctl del-flows ${at(BRIDGES, b)} table=${at([0, 16, 17, 64], b >> 1)}`, a),
  modFlows: (d, a) => type(d, `ovs-ofctl mod-flows br-int table=64,actions=drop`, a),
  addMachine: (d, a, b) =>
    void d.addMachine(`hv${1 + (a % 4)}`, {
      systemId: `hv${1 + (a % 4)}`,
      encapType: at(['geneve', 'stt', 'vxlan', 'geneve,vxlan', 'nonsense'], b)!,
      encapIp: `10.0.0.${1 + (a % 4)}`,
      bridge: b % 7 !== 0,
    }),
  removeMachine: (d, a) => void d.removeMachine(at([...d.machines.keys()], a) ?? ''),
  renameMachine: (d, a, b) => void d.renameMachine(at([...d.machines.keys()], a) ?? '', `rack${b % 3}`),
  reconfigure: (d, a, b) => type(d, `ovs-vsctl set Open_vSwitch . external_ids:ovn-encap-ip=10.1.0.${b % 5}`, a),
  retype: (d, a, b) =>
    type(d, `ovs-vsctl set Open_vSwitch . external_ids:ovn-encap-type=${at(['geneve', 'vxlan', 'stt'], b)}`, a),
  rechassis: (d, a, b) => type(d, `ovs-vsctl set Open_vSwitch . external_ids:system-id=chassis${b % 5}`, a),
  daemon: (d, a, b) => void d.setDaemon(at(d.daemons, a)?.name ?? '', { status: at(STATUSES, b)! }),
  wakeUp: (d) => {
    for (const { name } of d.daemons) d.setDaemon(name, { status: 'running' });
  },
  delay: (d, a, b) => void d.setDaemon(at(d.daemons, a)?.name ?? '', { delay: 5 * (b % 4) }),
  cutOff: (d, a, b) =>
    void d.setCutOff(at([...d.machines.keys()], a) ?? '', b % 2 === 0 ? 'southbound' : 'underlay', b % 3 !== 0),
  sbByHand: (d, a, b) => {
    const table = at(['Pipeline', 'Bindings', 'Chassis', 'Encap', 'Port_Binding'], a)!;
    const row = at([...(d.sb.schema.tables.has(table) ? d.sb.rows(table).values() : [])], b);
    const where = [['_uuid', '==', ['uuid', row?._uuid ?? '00000000-0000-0000-0000-000000000000']]];
    const operation =
      b % 3 === 0
        ? { op: 'delete', table, where }
        : b % 3 === 1
          ? {
              op: 'update',
              table,
              where,
              row: table === 'Pipeline' ? { priority: b % 100 } : { tunnel_key: 1 + (b % 9) },
            }
          : {
              op: 'insert',
              table: 'Pipeline',
              row: {
                logical_datapath: ['uuid', row?._uuid ?? where],
                match: 'ip4',
                actions: 'next;',
                table_id: 0,
                priority: 5,
              },
            };
    type(d, `ovsdb-client transact unix:sb.sock '${JSON.stringify(['OVN_Southbound', operation])}'`);
  },
  undo: (d) => void d.undo(),
  redo: (d) => void d.redo(),
} satisfies Record<string, (deployment: Deployment, a: number, b: number) => void>;

/** Types a command on a machine; what is refused is refused. */
function type(deployment: Deployment, line: string, on = 0): void {
  runCommand(deployment, at([...deployment.machines.keys()], on), line);
}

function names(): (keyof typeof DEEDS)[] {
  const all: (keyof typeof DEEDS)[] = [];
  for (const name in DEEDS) if (isDeed(name)) all.push(name);
  return all;
}

function isDeed(name: string): name is keyof typeof DEEDS {
  return name in DEEDS;
}

const deed: fc.Arbitrary<Deed> = fc.tuple(fc.constantFrom(...names()), fc.nat(40), fc.nat(40));

function start(release: number): Deployment {
  const deployment = new Deployment({ release: at(RELEASES, release)!, seed: 7 });
  const built = buildNetwork(deployment, {
    machines: [1, 2].map((n) => ({ name: `hv${n}`, encapType: 'geneve', encapIp: `10.0.0.${n}` })),
    switches: ['sw0'],
    ports: PORTS.slice(0, 2).map((name, n) => ({ switch: 'sw0', name, macs: [`00:00:00:00:00:0${n}`] })),
    vifs: [0, 1].map((n) => ({ machine: `hv${n + 1}`, iface: `vif${n}`, port: `p${n}` })),
  });
  if (!built.ok) throw new Error(built.error.message);
  return deployment;
}

function perform(deployment: Deployment, deeds: readonly Deed[], settles: boolean): void {
  for (const [name, a, b] of deeds) {
    DEEDS[name](deployment, a, b);
    if (settles) deployment.settle();
  }
}

function exported(deployment: Deployment, options?: ExportOptions): string {
  return JSON.stringify(exportScenario(deployment, EXTRAS, options));
}

function reopened(text: string): Deployment {
  const read = parseDocument(text);
  if (!read.ok) throw new Error(read.error.message);
  const opened = openScenario(read.value);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value.deployment;
}

/** What a link holds of the document, without the coder, is the document. */
function expectPacked(text: string): void {
  const read = parseDocument(text);
  if (!read.ok) throw new Error(read.error.message);
  const { scenario } = unpackContent(packContent({ scenario: read.value, extras: {} }));
  const again = readDocument(scenario);
  expect(JSON.stringify(again.ok ? again.value : again.error)).toBe(JSON.stringify(read.value));
}

/** What a scenario is: all but the log. */
function stateOf(deployment: Deployment) {
  return { ...snapshot(deployment), log: undefined };
}

describe('what is exported opens', () => {
  it('as the same deployment, and goes on as it would have gone on', () => {
    fc.assert(
      fc.property(
        fc.nat(1),
        fc.array(deed, { minLength: 1, maxLength: 25 }),
        // What had been undone is not saved.
        fc.array(
          deed.filter(([name]) => name !== 'redo'),
          { maxLength: 6 },
        ),
        (release, before, after) => {
          const deployment = start(release);
          perform(deployment, before, true);
          const text = exported(deployment);
          expect(JSON.parse(text)).not.toHaveProperty('lost');
          expectPacked(text);
          const again = reopened(text);
          // Hypervisors that fight for a name never come to rest: what was opened has gone on by as many steps.
          const isAtRest = deployment.settle().events === 0;
          expect(stateOf(again)).toEqual(stateOf(deployment));
          const expected = isAtRest ? text : exported(deployment);
          expect(JSON.parse(exported(again))).toEqual(JSON.parse(expected));
          expect(exported(again)).toBe(expected);
          deployment.beginHere();
          perform(deployment, after, true);
          perform(again, after, true);
          // Down to the order of rows and flows, which decides between flows of equal priority.
          expect(stateOf(again)).toEqual(stateOf(deployment));
        },
      ),
      {
        numRuns: 60,
        examples: [
          // Two hypervisors of one name, of which one leaves.
          [
            0,
            [
              ['rechassis', 0, 9],
              ['rechassis', 27, 39],
              ['modFlows', 0, 0],
            ],
            [['removeMachine', 21, 0]],
          ],
          // A transaction that is taken back as a whole, before a command that is refused.
          [0, [['sbByHand', 34, 32]], [['lswitchDel', 0, 0]]],
        ],
      },
    );
  });

  it('in the middle of what is happening, with all that waits for somebody', () => {
    fc.assert(
      fc.property(
        fc.nat(1),
        fc.array(deed, { minLength: 1, maxLength: 12 }),
        fc.array(deed, { minLength: 1, maxLength: 6 }),
        fc.nat(8),
        (release, before, pending, steps) => {
          const deployment = start(release);
          perform(deployment, before, true);
          deployment.automatic = false;
          perform(deployment, pending, false);
          for (let step = 0; step < steps; step++) deployment.step();
          const text = exported(deployment);
          expectPacked(text);
          const again = reopened(text);
          expect(stateOf(again)).toEqual(stateOf(deployment));
          expect(again.automatic).toBe(false);
          expect(exported(again)).toBe(text);
          // A controller that is to run looks at everything once it was reopened, and takes back what came past it.
          if ([...before, ...pending].some(([name]) => /flows/i.test(name))) return;
          // What arrives from now on finds its place among what was there: in a switch, the order says which flow wins.
          deployment.beginHere();
          for (let step = 0; step < 4; step++) {
            deployment.step();
            again.step();
            expect(stateOf(again)).toEqual(stateOf(deployment));
          }
          deployment.settle();
          again.settle();
          expect(stateOf(again)).toEqual(stateOf(deployment));
        },
      ),
      {
        numRuns: 40,
        examples: [
          // A port that its controller has claimed before its interface has a number.
          [
            0,
            [['lswitchAdd', 0, 0]],
            [
              ['sbByHand', 0, 0],
              ['plug', 0, 19],
            ],
            2,
          ],
        ],
      },
    );
  });

  it('in the shortest form that is the same deployment', () => {
    fc.assert(
      fc.property(
        fc.nat(1),
        fc.array(deed, { maxLength: 8 }),
        fc.array(deed, { maxLength: 3 }),
        (release, before, after) => {
          const deployment = start(release);
          perform(deployment, before, true);
          const text = exported(deployment, { shortest: true });
          expectPacked(text);
          const again = reopened(text);
          expect(outcome(again)).toEqual(outcome(deployment));
          deployment.beginHere();
          const on = after.filter(([name]) => name !== 'redo');
          perform(deployment, on, true);
          perform(again, on, true);
          expect(outcome(again)).toEqual(outcome(deployment));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('as the text that JSON has for it', () => {
    const deployment = start(1);
    perform(
      deployment,
      [
        ['addFlow', 0, 0],
        ['cutOff', 0, 2],
        ['lportAdd', 0, 4],
      ],
      true,
    );
    const document = exportScenario(deployment, EXTRAS);
    expect(documentText(document)).toBe(JSON.stringify(document));
    expect(documentText(exportScenario(deployment, EXTRAS))).toBe(JSON.stringify(document));
    const short = exportScenario(start(1), EXTRAS, { shortest: true });
    expect(documentText(short)).toBe(JSON.stringify(short));
  });

  it('without what cannot be written, which is told', () => {
    const deployment = start(1);
    const flow = {
      table: 0,
      priority: 1,
      match: MATCH_ALL,
      cookie: 0n,
      actions: [{ type: 'output', port: 70_000 }],
    } as const;
    deployment.changeFlows('hv1', 'br-int', { added: [flow], removed: [] }, 'adds a flow that nobody can type');
    const document = exportScenario(deployment, EXTRAS);
    expect(document.lost).toEqual([
      `A flow of br-int on hv1 cannot be written so that it can be read again: ${formatFlow(flow)}`,
    ]);
    expect(openScenario(document).ok).toBe(true);
  });

  it('so that it can be drawn before its switches have their flows', () => {
    const deployment = start(1);
    const begun = beginOpening(exportScenario(deployment, EXTRAS));
    if (!begun.ok) throw new Error(begun.error.message);
    const { scenario, rest } = begun.value;
    expect([...scenario.deployment.machines.keys()]).toEqual(['hv1', 'hv2']);
    expect(scenario.deployment.machines.get('hv1')?.bridges.get('br-int')?.flowCount).toBe(0);
    expect(scenario.deployment.sb.rows('Chassis').size).toBe(2);
    const said = [];
    for (let piece = rest.next(); piece.done !== true; piece = rest.next()) said.push(piece.value.what);
    // A run of a daemon has several pieces.
    expect([...new Set(said)]).toEqual(['ovn-northd', 'ovn-controller@hv1', 'ovn-controller@hv2']);
    expect(stateOf(scenario.deployment)).toEqual(stateOf(deployment));
  });
});
