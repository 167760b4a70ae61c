/** Every drawn edit of today: its lines, and what they make of the database. */
import { describe, expect, it } from 'vitest';
import { runOnHost } from '../../commands';
import { commandsFor, type Edit } from '../../network';
import { toolHost } from '.';
import { EDITS } from './edits';
import { northbound26_03 as northbound, TOPOLOGY } from './model';

/** Two switches, a router between them, and one of everything else. */
const BEGINNING = [
  'ovn-nbctl ls-add sw0',
  'ovn-nbctl ls-add sw1',
  'ovn-nbctl lsp-add sw0 p0',
  "ovn-nbctl lsp-set-addresses p0 '00:00:00:00:00:01 10.0.0.11'",
  'ovn-nbctl lr-add lr0',
  'ovn-nbctl lr-add lr1',
  'ovn-nbctl lrp-add lr0 lr0-sw0 00:00:00:00:ff:01 10.0.0.1/24',
  'ovn-nbctl lsp-add-router-port sw0 sw0-lr0 lr0-sw0',
  'ovn-nbctl lrp-set-gateway-chassis lr0-sw0 hv1 20',
  'ovn-nbctl lr-nat-add lr0 snat 172.16.0.1 10.0.0.0/24',
  'ovn-nbctl lr-route-add lr0 10.9.0.0/24 10.0.0.9',
  "ovn-nbctl lr-policy-add lr0 7 'ip4.src == 10.0.0.11' drop",
  'ovn-nbctl lb-add lb0 10.0.0.100:80 10.0.0.11:8080',
  'ovn-nbctl ls-lb-add sw0 lb0',
  'ovn-nbctl pg-add pg0 p0',
  'ovn-nbctl acl-add pg0 to-lport 1000 ip4 drop',
  'ovn-nbctl create Address_Set name=as0 addresses=10.0.0.11',
  'ovn-nbctl create DHCP_Options cidr=10.0.0.0/24',
];

function begun() {
  const host = toolHost();
  const run = (line: string) => {
    const { status, stderr } = runOnHost(host, undefined, line);
    expect([line, stderr, status]).toEqual([line, '', 0]);
  };
  BEGINNING.forEach(run);
  const nb = host.databases.northbound;
  return { nb, run, view: { release: { northbound, edits: EDITS }, nb, machines: new Map() } };
}

type Begun = ReturnType<typeof begun>;

const uuidOf = ({ nb }: Begun, table: string) => [...nb.rows(table).keys()][0]!;
const router = ({ nb }: Begun) => TOPOLOGY.routers(nb)[0]!;

const CASES: readonly (readonly [(lab: Begun) => Edit, readonly string[]])[] = [
  [() => ({ kind: 'createSwitch', name: "it's" }), [String.raw`ovn-nbctl ls-add 'it'\''s'`]],
  [
    (lab) => ({ kind: 'renameSwitch', switch: uuidOf(lab, 'Logical_Switch'), name: 'a "b"' }),
    [String.raw`ovn-nbctl set Logical_Switch <uuid> 'name="a \"b\""'`],
  ],
  [(lab) => ({ kind: 'deleteSwitch', switch: uuidOf(lab, 'Logical_Switch') }), ['ovn-nbctl ls-del sw0']],
  [
    () => ({ kind: 'createPort', switch: 'sw0', name: '-c', parent: 'p0', tag: 4, macs: ['unknown'] }),
    ['ovn-nbctl lsp-add sw0 -c p0 4', 'ovn-nbctl lsp-set-addresses -c unknown'],
  ],
  [() => ({ kind: 'renamePort', port: 'p0', name: '10' }), [`ovn-nbctl set Logical_Switch_Port <uuid> 'name="10"'`]],
  [() => ({ kind: 'deletePort', port: 'p0' }), ['ovn-nbctl lsp-del p0']],
  [() => ({ kind: 'setMacs', port: 'p0', macs: [] }), ['ovn-nbctl lsp-set-addresses p0']],
  [
    () => ({ kind: 'setPortSecurity', port: 'p0', portSecurity: ['00:00:00:00:00:01'] }),
    ['ovn-nbctl lsp-set-port-security p0 00:00:00:00:00:01'],
  ],
  [() => ({ kind: 'setEnabled', port: 'p0', enabled: false }), ['ovn-nbctl lsp-set-enabled p0 disabled']],
  [
    () => ({ kind: 'addAcl', switch: 'sw0', priority: 7, match: 'ip4', action: 'allow', log: true, tier: 2 }),
    ['ovn-nbctl --log --tier=2 acl-add sw0 to-lport 7 ip4 allow'],
  ],
  [
    () => ({
      kind: 'addAcl',
      switch: 'pg0',
      priority: 7,
      match: 'ip4',
      action: 'pass',
      log: false,
      direction: 'from-lport',
    }),
    ['ovn-nbctl acl-add pg0 from-lport 7 ip4 pass'],
  ],
  [
    (lab) => ({ kind: 'setAcl', acl: uuidOf(lab, 'ACL'), priority: 9, match: 'tcp.dst == 80', log: true }),
    [`ovn-nbctl set ACL <uuid> priority=9 'match="tcp.dst == 80"' log=true`],
  ],
  [(lab) => ({ kind: 'deleteAcl', acl: uuidOf(lab, 'ACL') }), ['ovn-nbctl acl-del pg0 to-lport 1000 ip4']],
  [() => ({ kind: 'createRouter', name: 'lr2' }), ['ovn-nbctl lr-add lr2']],
  [
    (lab) => ({ kind: 'renameRouter', router: router(lab).uuid, name: 'edge' }),
    ['ovn-nbctl set Logical_Router <uuid> name=edge'],
  ],
  [
    (lab) => ({ kind: 'deleteRouter', router: router(lab).uuid }),
    ['ovn-nbctl lsp-del sw0-lr0', 'ovn-nbctl lr-del lr0'],
  ],
  [
    () => ({
      kind: 'connectSwitch',
      router: 'lr0',
      switch: 'sw1',
      mac: '00:00:00:00:ff:02',
      networks: ['10.0.1.1/24'],
    }),
    [
      'ovn-nbctl lrp-add lr0 lr0-sw1 00:00:00:00:ff:02 10.0.1.1/24',
      'ovn-nbctl lsp-add-router-port sw1 sw1-lr0 lr0-sw1',
    ],
  ],
  [
    () => ({ kind: 'connectSwitch', router: 'lr0', switch: 'sw0', mac: '00:00:00:00:ff:02', networks: [] }),
    ['ovn-nbctl lrp-add lr0 lr0-sw0-2 00:00:00:00:ff:02', 'ovn-nbctl lsp-add-router-port sw0 sw0-lr0-2 lr0-sw0-2'],
  ],
  [
    () => ({
      kind: 'connectRouters',
      left: { router: 'lr0', mac: '00:00:00:00:ff:03', networks: ['10.8.0.1/30'] },
      right: { router: 'lr1', mac: '00:00:00:00:ff:04', networks: ['10.8.0.2/30'] },
    }),
    [
      'ovn-nbctl lrp-add lr0 lr0-lr1 00:00:00:00:ff:03 10.8.0.1/30 peer=lr1-lr0',
      'ovn-nbctl lrp-add lr1 lr1-lr0 00:00:00:00:ff:04 10.8.0.2/30 peer=lr0-lr1',
    ],
  ],
  [
    () => ({
      kind: 'setRouterPort',
      port: 'lr0-sw0',
      mac: '00:00:00:00:ff:09',
      networks: ['10.0.0.2/24', 'fd00::1/64'],
    }),
    [`ovn-nbctl set Logical_Router_Port <uuid> 'mac="00:00:00:00:ff:09"' 'networks=["10.0.0.2/24","fd00::1/64"]'`],
  ],
  [() => ({ kind: 'deleteRouterPort', port: 'lr0-sw0' }), ['ovn-nbctl lsp-del sw0-lr0', 'ovn-nbctl lrp-del lr0-sw0']],
  [
    () => ({ kind: 'setGateway', port: 'lr0-sw0', chassis: 'hv2', priority: 10 }),
    ['ovn-nbctl lrp-set-gateway-chassis lr0-sw0 hv2 10'],
  ],
  [
    () => ({ kind: 'deleteGateway', port: 'lr0-sw0', chassis: 'hv1' }),
    ['ovn-nbctl lrp-del-gateway-chassis lr0-sw0 hv1'],
  ],
  [
    () => ({
      kind: 'addNat',
      router: 'lr0',
      type: 'dnat_and_snat',
      externalIp: '172.16.0.9',
      logicalIp: '10.0.0.11',
      logicalPort: 'p0',
      externalMac: '00:00:00:00:ee:01',
    }),
    ['ovn-nbctl lr-nat-add lr0 dnat_and_snat 172.16.0.9 10.0.0.11 p0 00:00:00:00:ee:01'],
  ],
  [(lab) => ({ kind: 'deleteNat', nat: uuidOf(lab, 'NAT') }), ['ovn-nbctl lr-nat-del lr0 snat 10.0.0.0/24']],
  [
    () => ({ kind: 'addRoute', router: 'lr0', prefix: '0.0.0.0/0', nexthop: '10.0.0.254', port: 'lr0-sw0' }),
    ['ovn-nbctl lr-route-add lr0 0.0.0.0/0 10.0.0.254 lr0-sw0'],
  ],
  [
    () => ({ kind: 'addRoute', router: 'lr0', prefix: '10.9.0.0/24', nexthop: '10.0.0.8' }),
    ['ovn-nbctl --ecmp lr-route-add lr0 10.9.0.0/24 10.0.0.8'],
  ],
  [
    (lab) => ({ kind: 'deleteRoute', route: uuidOf(lab, 'Logical_Router_Static_Route') }),
    ['ovn-nbctl lr-route-del lr0 10.9.0.0/24 10.0.0.9'],
  ],
  [
    () => ({ kind: 'addPolicy', router: 'lr0', priority: 9, match: 'ip4', action: 'reroute', nexthop: '10.0.0.7' }),
    ['ovn-nbctl lr-policy-add lr0 9 ip4 reroute 10.0.0.7'],
  ],
  [
    (lab) => ({ kind: 'deletePolicy', policy: uuidOf(lab, 'Logical_Router_Policy') }),
    ['ovn-nbctl lr-policy-del lr0 <uuid>'],
  ],
  [
    () => ({
      kind: 'addVip',
      loadBalancer: 'lb1',
      vip: '10.0.0.101:53',
      backends: ['10.0.0.11:53', '10.0.0.12:53'],
      protocol: 'udp',
    }),
    ['ovn-nbctl --may-exist lb-add lb1 10.0.0.101:53 10.0.0.11:53,10.0.0.12:53 udp'],
  ],
  [() => ({ kind: 'deleteVip', loadBalancer: 'lb0', vip: '10.0.0.100:80' }), ['ovn-nbctl lb-del lb0 10.0.0.100:80']],
  [() => ({ kind: 'deleteLoadBalancer', loadBalancer: 'lb0' }), ['ovn-nbctl lb-del lb0']],
  [
    (lab) => ({ kind: 'attachLoadBalancer', loadBalancer: 'lb0', to: router(lab).uuid }),
    ['ovn-nbctl lr-lb-add lr0 lb0'],
  ],
  [
    (lab) => ({ kind: 'detachLoadBalancer', loadBalancer: 'lb0', from: uuidOf(lab, 'Logical_Switch') }),
    ['ovn-nbctl ls-lb-del sw0 lb0'],
  ],
  [() => ({ kind: 'createPortGroup', name: 'pg1', ports: ['p0'] }), ['ovn-nbctl pg-add pg1 p0']],
  [() => ({ kind: 'setPortGroup', group: 'pg0', ports: ['p0', 'sw0-lr0'] }), ['ovn-nbctl pg-set-ports pg0 p0 sw0-lr0']],
  [() => ({ kind: 'deletePortGroup', group: 'pg0' }), ['ovn-nbctl pg-del pg0']],
  [
    () => ({ kind: 'setAddressSet', name: 'as1', addresses: ['10.0.0.1', 'fd00::1'] }),
    [`ovn-nbctl create Address_Set name=as1 'addresses=["10.0.0.1","fd00::1"]'`],
  ],
  [() => ({ kind: 'setAddressSet', name: 'as0', addresses: [] }), [`ovn-nbctl set Address_Set as0 'addresses=[]'`]],
  [() => ({ kind: 'deleteAddressSet', name: 'as0' }), ['ovn-nbctl destroy Address_Set as0']],
  [
    () => ({
      kind: 'addDhcp',
      switch: 'sw0',
      cidr: '10.0.0.0/24',
      options: { server_id: '10.0.0.1', lease_time: '3600' },
    }),
    [
      `ovn-nbctl --id=@dhcp create DHCP_Options 'cidr="10.0.0.0/24"' 'options={server_id="10.0.0.1",lease_time="3600"}' -- set Logical_Switch_Port p0 dhcpv4_options=@dhcp`,
    ],
  ],
  [
    (lab) => ({ kind: 'setDhcpOptions', dhcp: uuidOf(lab, 'DHCP_Options'), options: { router: '10.0.0.1' } }),
    [`ovn-nbctl set DHCP_Options <uuid> 'options={router="10.0.0.1"}'`],
  ],
  [(lab) => ({ kind: 'deleteDhcp', dhcp: uuidOf(lab, 'DHCP_Options') }), ['ovn-nbctl dhcp-options-del <uuid>']],
  [
    (lab) => ({ kind: 'setPortDhcp', port: 'p0', dhcp: uuidOf(lab, 'DHCP_Options') }),
    ['ovn-nbctl lsp-set-dhcpv4-options p0 <uuid>'],
  ],
  [
    () => ({ kind: 'connectPhysical', switch: 'sw1', network: 'physnet1', tag: 100 }),
    [
      'ovn-nbctl lsp-add-localnet-port sw1 sw1-physnet1 physnet1',
      'ovn-nbctl set Logical_Switch_Port sw1-physnet1 tag=100',
    ],
  ],
];

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

describe('a drawn edit', () => {
  it.each(CASES.map(([edit, lines]) => [lines[0], edit, lines] as const))('%s', (_, edit, expected) => {
    const lab = begun();
    const lines = commandsFor(edit(lab), lab.view);
    if (!lines.ok) throw new Error(lines.error.message);
    expect(lines.value.map((line) => line.replace(UUID, '<uuid>'))).toEqual(expected);
    const before = JSON.stringify([...lab.nb.schema.tables.keys()].map((table) => [...lab.nb.rows(table)]));
    lines.value.forEach(lab.run);
    expect(JSON.stringify([...lab.nb.schema.tables.keys()].map((table) => [...lab.nb.rows(table)]))).not.toBe(before);
  });

  it('has a case for each kind there is', () => {
    const lab = begun();
    const drawn = new Set(CASES.map(([edit]) => edit(lab).kind));
    const { topology = {}, bridgeIsMade, ...own } = EDITS;
    expect(bridgeIsMade).toBe(true);
    expect([...Object.keys(own), ...Object.keys(topology)].filter((kind) => !new Set<string>(drawn).has(kind))).toEqual(
      [],
    );
  });

  it('says what is not there', () => {
    const { view } = begun();
    const none = toolHost().newUuid('OVN_Northbound', 0);
    const message = (edit: Edit) => {
      const lines = commandsFor(edit, view);
      return lines.ok ? lines.value : lines.error.message;
    };
    expect(message({ kind: 'createPort', switch: 'sw0', name: 'p0' })).toBe(
      "There is a logical port 'p0' already: names of ports are unique.",
    );
    expect(message({ kind: 'createPort', switch: 'nosuch', name: 'p1' })).toBe('There is no logical switch nosuch.');
    expect(message({ kind: 'addRoute', router: 'nosuch', prefix: '1.0.0.0/8', nexthop: 'discard' })).toBe(
      'There is no logical router nosuch.',
    );
    expect(message({ kind: 'deleteNat', nat: none })).toBe('It is not there any more.');
    expect(message({ kind: 'setMacs', port: 'nosuch', macs: [] })).toBe('nosuch: port name not found');
  });
});

it('reads what there is', () => {
  const lab = begun();
  const { nb } = lab;
  expect(router(lab)).toMatchObject({
    name: 'lr0',
    enabled: true,
    ports: [{ name: 'lr0-sw0', networks: ['10.0.0.1/24'], gateways: [{ chassis: 'hv1', priority: 20 }] }],
    nats: [{ type: 'snat', externalIp: '172.16.0.1', logicalIp: '10.0.0.0/24' }],
    routes: [{ prefix: '10.9.0.0/24', nexthop: '10.0.0.9', by: 'dst-ip', table: '' }],
    policies: [{ priority: 7, match: 'ip4.src == 10.0.0.11', action: 'drop', nexthops: [] }],
  });
  const [sw0] = northbound.switches(nb);
  expect(northbound.portsOf(nb, sw0!.uuid)).toMatchObject([
    { name: 'p0', macs: ['00:00:00:00:00:01 10.0.0.11'], type: '' },
    { name: 'sw0-lr0', macs: ['router'], type: 'router', routerPort: 'lr0-sw0' },
  ]);
  expect(northbound.acls(nb)).toMatchObject([{ owner: uuidOf(lab, 'Port_Group'), direction: 'to-lport', tier: 0 }]);
  expect(TOPOLOGY.loadBalancers(nb)).toMatchObject([
    { name: 'lb0', vips: [{ vip: '10.0.0.100:80', backends: ['10.0.0.11:8080'] }], switches: [sw0!.uuid], routers: [] },
  ]);
  expect(TOPOLOGY.portGroups(nb)).toMatchObject([{ name: 'pg0', ports: [uuidOf(lab, 'Logical_Switch_Port')] }]);
  expect(TOPOLOGY.addressSets(nb)).toMatchObject([{ name: 'as0', addresses: ['10.0.0.11'] }]);
});

it('makes and unmakes what a program asks for', () => {
  const lab = begun();
  const { nb } = lab;
  const commit = (edits: Parameters<typeof nb.commit>[0]) => expect(nb.commit(edits).ok).toBe(true);
  const [sw0, sw1] = northbound.switches(nb);
  const [port, acl] = [nb.newUuid(), nb.newUuid()];
  commit(
    northbound.addPorts(nb, sw0!.uuid, [
      { uuid: port, name: 'q', macs: ['unknown'], container: { parent: 'p0', tag: 3 } },
    ]),
  );
  commit(northbound.addAcls(nb, sw0!.uuid, [{ uuid: acl, priority: 3, match: 'ip6', action: 'drop', log: false }]));
  expect(northbound.port(nb, port)).toMatchObject({ switch: sw0!.uuid, parent: 'p0', tag: 3 });
  expect(northbound.aclsOf(nb, sw0!.uuid)).toMatchObject([{ direction: 'to-lport', match: 'ip6' }]);
  commit(northbound.movePort(nb, port, sw1!.uuid));
  expect(northbound.portsOf(nb, sw1!.uuid).map(({ name }) => name)).toEqual(['q']);
  commit(northbound.delPort(nb, port));
  commit(northbound.delAcl(nb, acl));
  expect([northbound.port(nb, port), northbound.acl(nb, acl)]).toEqual([undefined, undefined]);
  commit(northbound.delSwitchAndContents(nb, sw0!.uuid));
  expect(northbound.ports(nb)).toEqual([]);
});
