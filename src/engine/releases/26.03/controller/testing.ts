/** For tests: a small network in the two databases of a hypervisor, with something of everything that flows are made of. */
import { createRandom, type Uuid } from '../../../base';
import { formatFlow } from '../../../openflow';
import { Database, type ColumnValue, type RowEdit } from '../../../ovsdb';
import { hypervisor26_03 } from '../hypervisor';
import { Controller, LogicalCompiler } from './index';

export const FEATURES = { zeroSnat: true, symmetricHash: true, meters: true };

const COMPILER = new LogicalCompiler();

export function newController(): Controller {
  return new Controller({ compiler: COMPILER, features: FEATURES });
}

export interface Databases {
  readonly sb: Database;
  readonly ovs: Database;
}

/** Always the same UUID for the same name. */
export function uuidOf(name: string): Uuid {
  const known = UUIDS.get(name);
  if (known !== undefined) return known;
  const uuid = NAMED.newUuid();
  UUIDS.set(name, uuid);
  return uuid;
}

const UUIDS = new Map<string, Uuid>();
const NAMED = new Database(hypervisor26_03.schemas.ovs, createRandom(7));

type Values = Readonly<Record<string, ColumnValue>>;

function insert(table: string, name: string, row: Values): RowEdit {
  return { op: 'insert', table, uuid: uuidOf(name), row };
}

/** Changes the row that `uuidOf(name)` names. */
export function change(table: string, name: string, row: Values): RowEdit {
  return { op: 'update', table, uuid: uuidOf(name), row };
}

export function commit(database: Database, ...edits: readonly RowEdit[]): void {
  const done = database.commit(edits);
  if (!done.ok) throw new Error(JSON.stringify(done.error));
}

export function pairs(texts: Readonly<Record<string, string>>): ColumnValue {
  return Object.entries(texts);
}

/**
 * hv1, whose databases these are, and hv2. sw0 has p1 here, its container c1, and p2 on hv2; lr0 leads from there to ext,
 * which has a physical network, by a gateway that may be on either.
 */
export function smallNetwork(): Databases {
  const sb = new Database(hypervisor26_03.schemas.sb, createRandom(11));
  const ovs = new Database(hypervisor26_03.schemas.ovs, createRandom(12));
  commit(sb, ...chassis(), ...datapaths(), ...ports(), ...groups(), ...learnt(), ...logical());
  commit(ovs, ...bridge());
  return { sb, ovs };
}

function chassis(): RowEdit[] {
  return ['hv1', 'hv2'].flatMap((name, i) => [
    insert('Encap', `encap ${name}`, { chassis_name: name, ip: `192.168.0.${i + 1}`, type: 'geneve' }),
    insert('Chassis', name, { name, hostname: name, encaps: [uuidOf(`encap ${name}`)] }),
  ]);
}

function datapaths(): RowEdit[] {
  return [
    ['sw0', 1, 'logical-switch'],
    ['lr0', 2, 'logical-router'],
    ['ext', 3, 'logical-switch'],
  ].map(([name, key, type]) =>
    insert('Datapath_Binding', String(name), {
      tunnel_key: Number(key),
      type: [String(type)],
      external_ids: pairs({ name: String(name) }),
    }),
  );
}

function ports(): RowEdit[] {
  const port = (name: string, datapath: string, key: number, more: Values = {}) =>
    insert('Port_Binding', name, { logical_port: name, datapath: uuidOf(datapath), tunnel_key: key, ...more });
  const patch = (name: string, datapath: string, key: number, peer: string, more = {}) =>
    port(name, datapath, key, { type: 'patch', options: pairs({ peer, ...more }) });
  return [
    port('p1', 'sw0', 1, {
      chassis: [uuidOf('hv1')],
      mac: ['50:54:00:00:00:01 10.0.0.11'],
      port_security: ['50:54:00:00:00:01 10.0.0.11'],
    }),
    port('p2', 'sw0', 2, { chassis: [uuidOf('hv2')], mac: ['50:54:00:00:00:02 10.0.0.12'] }),
    port('c1', 'sw0', 3, { chassis: [uuidOf('hv1')], parent_port: ['p1'], tag: [10] }),
    patch('sw0-lr0', 'sw0', 4, 'lr0-sw0'),
    patch('lr0-sw0', 'lr0', 1, 'sw0-lr0'),
    patch('lr0-ext', 'lr0', 2, 'ext-lr0', { 'chassis-redirect-port': 'cr-lr0-ext' }),
    patch('ext-lr0', 'ext', 2, 'lr0-ext'),
    port('cr-lr0-ext', 'lr0', 3, {
      type: 'chassisredirect',
      options: pairs({ 'distributed-port': 'lr0-ext' }),
      ha_chassis_group: [uuidOf('gateways')],
      mac: ['00:00:00:00:ff:02 172.16.1.1/24'],
    }),
    port('ln', 'ext', 1, { type: 'localnet', options: pairs({ network_name: 'physnet1' }), tag: [42] }),
  ];
}

function groups(): RowEdit[] {
  return [
    insert('HA_Chassis', 'first gateway', { chassis: [uuidOf('hv1')], priority: 20 }),
    insert('HA_Chassis', 'second gateway', { chassis: [uuidOf('hv2')], priority: 10 }),
    insert('HA_Chassis_Group', 'gateways', {
      name: 'gateways',
      ha_chassis: [uuidOf('first gateway'), uuidOf('second gateway')],
    }),
    insert('Multicast_Group', 'flood', {
      name: '_MC_flood',
      datapath: uuidOf('sw0'),
      tunnel_key: 32768,
      ports: ['p1', 'p2', 'c1', 'sw0-lr0'].map(uuidOf),
    }),
    insert('Logical_DP_Group', 'switches', { datapaths: [uuidOf('sw0'), uuidOf('ext')] }),
    insert('Address_Set', 'as', { name: 'as1', addresses: ['10.0.0.11', '10.0.0.12'] }),
    insert('Port_Group', 'pg', { name: '1_pg', ports: ['p1', 'p2', 'c1'] }),
    insert('SB_Global', 'global', { options: pairs({ arp_ns_explicit_output: 'true' }) }),
    insert('Meter_Band', 'band', { action: 'drop', rate: 100, burst_size: 10 }),
    insert('Meter', 'meter', { name: 'm1', unit: 'pktps', bands: [uuidOf('band')] }),
  ];
}

function learnt(): RowEdit[] {
  return [
    insert('MAC_Binding', 'neighbour', {
      logical_port: 'lr0-ext',
      ip: '172.16.1.254',
      mac: '00:00:00:00:fe:01',
      datapath: uuidOf('lr0'),
    }),
    insert('FDB', 'fdb', { mac: '50:54:00:00:00:09', dp_key: 1, port_key: 1 }),
    insert('Load_Balancer', 'lb', {
      name: 'lb',
      protocol: ['tcp'],
      vips: pairs({ '172.16.0.10:80': '10.0.0.11:8080,10.0.0.12:8080' }),
      datapaths: [uuidOf('sw0')],
    }),
  ];
}

function logical(): RowEdit[] {
  const flow = (name: string, table: number, match: string, actions: string, more: Values = {}) =>
    insert('Logical_Flow', name, {
      pipeline: 'ingress',
      table_id: table,
      priority: 100,
      match,
      actions,
      logical_datapath: [uuidOf('sw0')],
      ...more,
    });
  const ofSwitches = { logical_datapath: [], logical_dp_group: [uuidOf('switches')] };
  return [
    flow('everything', 0, '1', 'next;', ofSwitches),
    flow('from p1', 1, 'inport == "p1"', 'next;', { tags: pairs({ in_out_port: 'p1' }) }),
    flow('group', 2, 'inport == @pg && ip4.src == $as1 && ip4.dst == {10.0.0.1, 10.0.0.2}', 'next;'),
    flow('same clauses', 2, 'inport == @pg && ip4.src == $as1 && ip4.dst == {10.0.0.3, 10.0.0.4}', 'drop;'),
    flow('service', 3, 'ip4', 'ct_lb_mark(backends=10.0.0.11:8080,10.0.0.12:8080);'),
    flow('told', 4, 'ip4', 'arp { next; };', { controller_meter: ['m1'] }),
    flow('gateway', 5, 'is_chassis_resident("cr-lr0-ext")', 'outport = "_MC_flood"; output;'),
    flow('routed', 0, 'ip4', 'ip.ttl--; next;', { logical_datapath: [uuidOf('lr0')] }),
    flow('delivered', 0, 'outport == "p2"', 'output;', { pipeline: 'egress' }),
  ];
}

function bridge(): RowEdit[] {
  const ports = (
    [
      ['vif1', '', 101, { 'iface-id': 'p1' }, {}],
      ['ovn-hv2-0', 'geneve', 1, {}, { 'ovn-chassis-id': 'hv2@192.168.0.2%192.168.0.1' }],
      ['patch-br-int-to-ln', 'patch', 2, {}, { 'ovn-localnet-port': 'ln' }],
    ] as const
  ).map(([name, type, ofport, interfaceIds, portIds]) => ({ name, type, ofport, interfaceIds, portIds }));
  return [
    ...ports.flatMap(({ name, type, ofport, interfaceIds, portIds }) => [
      insert('Interface', `interface ${name}`, {
        name,
        type,
        ofport: [ofport],
        external_ids: pairs(interfaceIds),
        ...(type === 'geneve' ? { bfd: pairs({ enable: 'true' }), bfd_status: pairs({ state: 'up' }) } : {}),
      }),
      insert('Port', name, { name, interfaces: [uuidOf(`interface ${name}`)], external_ids: pairs(portIds) }),
    ]),
    insert('Bridge', 'br-int', { name: 'br-int', ports: ports.map(({ name }) => uuidOf(name)) }),
    insert('Open_vSwitch', 'open vswitch', {
      bridges: [uuidOf('br-int')],
      external_ids: pairs({
        'system-id': 'hv1',
        'ovn-encap-ip': '192.168.0.1',
        'ovn-bridge-mappings': 'physnet1:br-phys',
      }),
    }),
  ];
}

/** Runs it until its edits come to nothing: zones that it asks for are read back. */
export function settle(controller: Controller, { sb, ovs }: Databases): void {
  for (let runs = 0; runs < 4; runs++) {
    const { ovs: edits } = controller.run({ sb, ovs }, 'all');
    if (edits.length === 0) return;
    commit(ovs, ...edits);
  }
  throw new Error('It does not settle.');
}

/** Flows with what groups and meters do instead of their numbers, sorted. */
export function printed(controller: Controller, table?: number): readonly string[] {
  const groups = new Map(controller.groups().map(({ id, text }) => [id, text]));
  const meters = new Map(controller.meters().map(({ id, text }) => [id, text]));
  const named = (text: string) =>
    text
      .replace(/\bgroup:(\d+)/g, (_, id: string) => `group(${groups.get(Number(id)) ?? '?'})`)
      .replace(/\bmeter(?::|_id=)(\d+)/g, (_, id: string) => `meter(${meters.get(Number(id)) ?? '?'})`);
  return controller
    .flows()
    .filter((flow) => table === undefined || flow.table === table)
    .map((flow) => named(formatFlow(flow, { modern: true }).trim()))
    .sort();
}

/** `priority=…,match actions=…` of a table, without cookies. */
export function tableOf(controller: Controller, table: number): readonly string[] {
  return printed(controller, table).map((text) => text.replace(/^(cookie=\w+, )?(table=\d+, )?/, ''));
}
