/** What pinctrl learns: neighbours and who waits for them, addresses, listeners, where ports are, events. */
import { describe, expect, it, test } from 'vitest';
import type { LayerSpec } from '../../../../../packets';
import { actions, asked, Pinctrl, uuidOf } from './testing';

const FROM = '00:00:00:00:fe:05';
const ETHERNET: LayerSpec = { protocol: 'ethernet', src: FROM, dst: '00:00:00:00:ff:02' };
const BROADCAST: LayerSpec = { ...ETHERNET, dst: 'ff:ff:ff:ff:ff:ff' };
const ARP: LayerSpec = { protocol: 'arp', op: 2 };
const PING: readonly LayerSpec[] = [
  ETHERNET,
  { protocol: 'ipv4', src: '10.0.0.11', dst: '172.16.1.5' },
  { protocol: 'icmp' },
  { protocol: 'echo' },
];
/** 172.16.1.5 behind lr0-ext, or behind the port of its gateway. */
const NEIGHBOUR = 0xac100105;
const LEARNT = { metadata: 2, reg0: NEIGHBOUR, reg14: 2 };
const ASKED = { fields: { metadata: 2, reg0: NEIGHBOUR, reg15: 2 } };

function ping(id: number): readonly LayerSpec[] {
  return PING.map((layer) => (layer.protocol === 'echo' ? { ...layer, id } : layer));
}

describe('neighbours', () => {
  it('are written at once when they answered, and a moment later when all chassis heard them', () => {
    const pinctrl = new Pinctrl();
    const insert = `insert MAC_Binding logical_port="lr0-ext" ip="172.16.1.5" datapath="${uuidOf('lr0')}" mac="${FROM}"`;
    expect(pinctrl.turn(asked('put_arp', {}, [ETHERNET, ARP], { fields: LEARNT }))).toEqual([insert]);
    // What is known already is not written again; another address is.
    expect(pinctrl.turn(asked('put_arp', {}, [ETHERNET, ARP], { fields: LEARNT }))).toEqual([]);
    const moved = { ...BROADCAST, src: '00:00:00:00:fe:06' };
    expect(pinctrl.turn(asked('put_arp', {}, [moved, ARP], { fields: LEARNT }))).toEqual([]);
    expect(pinctrl.wakeAt).toBeGreaterThan(pinctrl.now);
    expect(pinctrl.wakeAt).toBeLessThanOrEqual(pinctrl.now + 50);
    pinctrl.now = pinctrl.wakeAt ?? 0;
    expect(pinctrl.turn('wake')).toEqual(['update MAC_Binding mac="00:00:00:00:fe:06"']);
    expect(pinctrl.state.neighbours.size).toBe(0);
  });

  it('of IPv6 stand in xxreg0; those of unknown ports are told of', () => {
    const fields = { metadata: 2, xxreg0: 0xfd00n << 112n, reg14: 2 };
    expect(new Pinctrl().turn(asked('put_nd', {}, [ETHERNET, ARP], { fields }))[0]).toContain('ip="fd00::"');
    const nowhere = { ...LEARNT, reg14: 77 };
    expect(new Pinctrl().turn(asked('put_arp', {}, [ETHERNET, ARP], { fields: nowhere }))).toEqual([
      'pinctrl|WARN|unknown logical port with datapath 2 and port 77',
    ]);
  });

  test.each([2, 3])('let packets go on that waited at port %i, the last four', (reg15) => {
    const pinctrl = new Pinctrl();
    const fields = { ...ASKED.fields, reg15 };
    for (let id = 1; id <= 5; id++) pinctrl.turn(asked('arp', actions('drop'), ping(id), { fields }));
    const lines = pinctrl.turn(asked('put_arp', {}, [ETHERNET, ARP], { fields: LEARNT }));
    expect(lines.map((line) => line.slice(0, 18))).toEqual(['insert MAC_Binding']);
    const resumed = pinctrl.turn('wake');
    expect(resumed).toHaveLength(4);
    expect(resumed[0]).toContain(`dl_dst=${FROM},nw_src=10.0.0.11`);
    expect(pinctrl.turn('wake')).toEqual([]);
  });

  it('that are known let a packet go on at once', () => {
    const fields = { ...ASKED.fields, reg0: 0xac1001fe };
    const lines = new Pinctrl().turn(asked('arp', actions('drop'), PING, { fields }));
    expect(lines.map((line) => line.slice(0, 10))).toEqual(['out arp,dl', 'resume icm']);
    expect(lines[1]).toContain('dl_dst=00:00:00:00:fe:01');
  });

  it('come too late after ten seconds', () => {
    const pinctrl = new Pinctrl();
    pinctrl.turn(asked('arp', actions('drop'), PING, ASKED));
    pinctrl.now += 10_000;
    expect(pinctrl.turn('wake')).toEqual([]);
    expect(pinctrl.state.buffered.size).toBe(1);
    pinctrl.now = pinctrl.wakeAt ?? 0;
    expect(pinctrl.turn('wake')).toEqual([]);
    expect(pinctrl.state.buffered.size).toBe(0);
  });
});

describe('addresses behind ports', () => {
  const learnt = (mac: string, port: number, datapath = 1) =>
    asked('put_fdb', {}, [{ ...ETHERNET, src: mac }, ARP], { fields: { metadata: datapath, reg14: port } });

  test.each([
    ['50:54:00:00:00:0a', 1, 'insert FDB mac="50:54:00:00:00:0a" dp_key=1 port_key=1'],
    ['50:54:00:00:00:09', 2, 'update FDB port_key=2'],
  ])('%s behind %i => %s', (mac, port, expected) => {
    const pinctrl = new Pinctrl();
    expect(pinctrl.turn(learnt(mac, port))).toEqual([]);
    pinctrl.now += 50;
    expect(pinctrl.turn('wake')).toEqual([expected]);
  });

  it('are not taken from a VIF by the physical network', () => {
    const pinctrl = new Pinctrl();
    const port = { logical_port: 'e1', datapath: uuidOf('ext'), tunnel_key: 9 };
    pinctrl.commit({ op: 'insert', table: 'Port_Binding', row: port });
    for (const behind of [9, 1]) {
      pinctrl.turn(learnt('50:54:00:00:00:0b', behind, 3));
      pinctrl.now += 50;
      pinctrl.turn('wake');
    }
    const row = pinctrl.databases.sb.find('FDB', 'mac', '50:54:00:00:00:0b');
    expect(row?.port_key).toBe(9);
  });
});

describe('listeners', () => {
  const snooping = () => {
    const pinctrl = new Pinctrl();
    const row = { datapath: uuidOf('sw0'), enabled: [true], idle_timeout: [30] };
    pinctrl.commit({ op: 'insert', table: 'IP_Multicast', row });
    pinctrl.turn('wake');
    return pinctrl;
  };
  const rows = ({ databases: { sb } }: Pinctrl) =>
    Array.from(sb.rows('IGMP_Group').values(), ({ address, ports, protocol }) => {
      const list = [ports].flat().map(String);
      const names = list.map((uuid) => ['p1', 'p2'].find((name) => uuidOf(name) === uuid) ?? uuid);
      return `${String(address)} ${names.join(' ')} ${String(protocol)}`.trimEnd();
    }).sort();
  const say = (layers: readonly LayerSpec[], port = 1) =>
    asked('igmp', {}, [ETHERNET, ...layers], { fields: { metadata: 1, reg14: port } });
  const ip: LayerSpec = { protocol: 'ipv4', src: '10.0.0.11', dst: '239.0.0.1', ttl: 1 };
  const ip6: LayerSpec = { protocol: 'ipv6', src: 'fe80::1', dst: 'ff02::16', ttl: 1 };
  const report = (type: number, group = '239.0.0.1'): readonly LayerSpec[] => [ip, { protocol: 'igmp', type, group }];
  const report3 = (type: number): readonly LayerSpec[] => [
    ip,
    { protocol: 'igmpv3-report', records: [{ type, group: '239.0.0.3', sources: [] }] },
  ];
  const mld = (type: number): readonly LayerSpec[] => [
    ip6,
    { protocol: 'icmpv6', type },
    { protocol: 'mld', group: 'ff0e::1' },
  ];
  const mld2 = (type: number): readonly LayerSpec[] => [
    ip6,
    { protocol: 'icmpv6' },
    { protocol: 'mldv2-report', records: [{ type, group: 'ff0e::2', sources: [] }] },
  ];

  test.each([
    ['IGMPv1', [report(0x12)], ['239.0.0.1 p1 IGMPv1', 'mrouters']],
    ['IGMPv2', [report(0x16)], ['239.0.0.1 p1 IGMPv2', 'mrouters']],
    ['IGMPv2, and leaves', [report(0x16), report(0x17)], ['mrouters']],
    ['IGMPv3, to everybody but nobody', [report3(4)], ['239.0.0.3 p1 IGMPv3', 'mrouters']],
    ['IGMPv3, and to nobody', [report3(4), report3(3)], ['mrouters']],
    ['a router asks', [report(0x11, '0.0.0.0')], ['mrouters p1']],
    ['MLDv1', [mld(131)], ['ff0e::1 p1 MLDv1', 'mrouters']],
    ['MLDv1, and is done', [mld(131), mld(132)], ['mrouters']],
    ['MLDv2', [mld2(4)], ['ff0e::2 p1 MLDv2', 'mrouters']],
    ['MLDv2, and to nobody', [mld2(4), mld2(3)], ['mrouters']],
    ['a router of IPv6 asks', [mld(130)], ['mrouters p1']],
    ['a router hears everything', [report(0x11, '0.0.0.0'), report(0x16)], ['mrouters p1']],
  ])('%s', (_, messages, expected) => {
    const pinctrl = snooping();
    for (const message of messages) pinctrl.turn(say(message));
    expect(rows(pinctrl)).toEqual(expected);
  });

  it('are forgotten when they have been silent for long', () => {
    const pinctrl = snooping();
    pinctrl.turn(say(report(0x16)));
    pinctrl.now += 20_000;
    pinctrl.turn(say(report(0x16), 2));
    pinctrl.now = pinctrl.wakeAt ?? 0;
    pinctrl.turn('wake');
    expect(rows(pinctrl)).toEqual(['239.0.0.1 p2 IGMPv2', 'mrouters']);
    pinctrl.now = pinctrl.wakeAt ?? 0;
    pinctrl.turn('wake');
    expect(rows(pinctrl)).toEqual(['mrouters']);
  });

  it('are passed on to routers, and questions to everybody', () => {
    const pinctrl = snooping();
    const [report2] = pinctrl.turn(say(report(0x16)));
    expect(report2).toContain('set_field:0x8002->reg15,set_field:0x400000/0x400000->reg10,resubmit(CONTROLLER,42)');
    const [query] = pinctrl.turn(say(report(0x11, '0.0.0.0')));
    expect(query).toContain('set_field:0x8004->reg15');
  });

  it('that were not heard right, or nobody wants to hear, are nothing', () => {
    const broken: readonly LayerSpec[] = [ip, { protocol: 'igmp', type: 0x16, group: '239.0.0.1', checksum: 1 }];
    expect(snooping().turn(say(broken))).toEqual(['pinctrl|WARN|multicast snooping received bad IGMP checksum']);
    expect(new Pinctrl().turn(say(report(0x16)))).toEqual([]);
  });

  it('go when snooping ends', () => {
    const pinctrl = snooping();
    pinctrl.turn(say(report(0x16)));
    const uuid = pinctrl.databases.sb.rows('IP_Multicast').keys().next().value;
    if (uuid === undefined) throw new Error('no settings');
    pinctrl.commit({ op: 'update', table: 'IP_Multicast', uuid, row: { enabled: [false] } });
    expect(pinctrl.turn('wake')).toEqual(['delete IGMP_Group', 'delete IGMP_Group']);
  });
});

describe('where ports are', () => {
  const virtual = () => {
    const pinctrl = new Pinctrl();
    const row = { logical_port: 'v', datapath: uuidOf('sw0'), tunnel_key: 9, type: 'virtual' };
    pinctrl.commit({ op: 'insert', table: 'Port_Binding', uuid: uuidOf('v'), row });
    return pinctrl;
  };
  const claim = (parent: number) => asked('bind_vport', { port: 9 }, PING, { fields: { metadata: 1, reg14: parent } });

  it('says who speaks for a virtual port, not more than once a second', () => {
    const pinctrl = virtual();
    const [edit, told] = pinctrl.turn(claim(1));
    expect(edit).toContain(`update Port_Binding chassis=["${uuidOf('hv1')}"] virtual_parent=["p1"]`);
    expect(told).toBe('pinctrl|INFO|Claiming virtual lport v for this chassis with the virtual parent p1');
    expect(pinctrl.turn(claim(1))).toEqual([]);
    expect(pinctrl.turn(claim(3))[1]).toBe('pinctrl|INFO|Postponing virtual lport v claim by 2000 ms');
    pinctrl.now += 2000;
    expect(pinctrl.turn(claim(3))[0]).toContain('virtual_parent=["c1"]');
  });

  it('hears that a port that moved has begun', () => {
    const pinctrl = new Pinctrl();
    const sign = asked('activation_strategy', {}, PING, { fields: { metadata: 1, reg14: 2 } });
    expect(pinctrl.turn(sign)).toEqual(['update Port_Binding options=[["additional-chassis-activated","hv1"]]']);
    expect(pinctrl.turn(sign)).toEqual([]);
  });
});

describe('events', () => {
  const option = (code: number, text: string) => ({ code, value: Array.from(text, (letter) => letter.charCodeAt(0)) });
  const options = [option(1, '10.0.0.9:80'), option(2, 'tcp'), option(3, 'some-uuid')];

  it('are rows that stay for ten seconds', () => {
    const pinctrl = new Pinctrl();
    const event = asked('trigger_event', { event: 0, options }, PING);
    const info = '[["load_balancer","some-uuid"],["protocol","tcp"],["vip","10.0.0.9:80"]]';
    const row = `event_info=${info} chassis=["${uuidOf('hv1')}"]`;
    expect(pinctrl.turn(event)).toEqual([`insert Controller_Event event_type="empty_lb_backends" seq_num=1 ${row}`]);
    expect(pinctrl.turn(event)).toEqual([]);
    const { sb } = pinctrl.databases;
    for (const uuid of sb.rows('Controller_Event').keys())
      pinctrl.commit({ op: 'delete', table: 'Controller_Event', uuid });
    expect(pinctrl.turn('wake')).toEqual([`insert Controller_Event event_type="empty_lb_backends" seq_num=2 ${row}`]);
    pinctrl.now += 10_000;
    expect(pinctrl.turn('wake')).toEqual([]);
    expect(pinctrl.state.events.size).toBe(0);
  });

  it('that lack something are told of', () => {
    expect(new Pinctrl().turn(asked('trigger_event', { event: 0, options: options.slice(1) }, PING))).toEqual([
      'pinctrl|WARN|missing lb parameters in userdata',
    ]);
  });
});
