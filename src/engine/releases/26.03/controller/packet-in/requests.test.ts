/** Requests that become their answers: DHCP, its relay, DHCPv6, DNS, router solicitations. */
import { describe, expect, it, test } from 'vitest';
import { decode, encodeTrusted, type LayerSpec, type SpecRecord, toSpecs } from '../../../../../packets';
import type { ControllerData, OptionBytes } from '../../../../actions';
import type { Millis } from '../../../../base';
import { asked, Pinctrl, uuidOf } from './testing';
import { newPinctrlState, runPinctrl, type PacketIn } from './index';

const TARGET = { field: 'reg0', offset: 3 } as const;
const ETHERNET: LayerSpec = { protocol: 'ethernet', src: '50:54:00:00:00:01', dst: 'ff:ff:ff:ff:ff:ff' };
const IP4: LayerSpec = { protocol: 'ipv4', src: '0.0.0.0', dst: '255.255.255.255' };
const IP6: LayerSpec = { protocol: 'ipv6', src: 'fe80::1', dst: 'ff02::1:2' };

/** The packet that goes on, whether it is an answer, and what was logged. */
function outcome(packetIn: PacketIn, pinctrl = new Pinctrl()) {
  const view = { sb: pinctrl.databases.sb, chassis: 'hv1', isLocal: () => true, now: 0 as Millis };
  const { outs, log } = runPinctrl(packetIn, view, newPinctrlState(1));
  const [out] = outs;
  if (out?.kind !== 'resume') throw new Error('Nothing goes on.');
  const bad = decode(out.packet).flatMap(({ fields, protocol }) =>
    fields.flatMap(({ problem, label }) => (problem === undefined ? [] : `${protocol} ${label}: ${problem}`)),
  );
  return {
    isAnswer: ((out.flow[11] ?? 0) & 8) !== 0,
    packet: out.packet,
    layers: toSpecs(out.packet),
    log: log.map(({ message }) => message),
    bad,
  };
}

function layerOf(layers: readonly LayerSpec[], protocol: string): LayerSpec | undefined {
  return layers.find((layer) => layer.protocol === protocol);
}

const NUMBERS = (...bytes: readonly number[]) => bytes;
const option = (code: number, ...value: readonly number[]): OptionBytes => ({ code, value });

describe('DHCP', () => {
  const OPTIONS = [option(1, 255, 255, 255, 0), option(51, 0, 0, 14, 16), option(54, 10, 0, 0, 1)];
  const offer = 0x0a00000bn;
  const request = (options: readonly SpecRecord[], values: Readonly<Record<string, string | number>> = {}) => [
    ETHERNET,
    IP4,
    { protocol: 'udp' } as const,
    { protocol: 'dhcp', chaddr: '50:54:00:00:00:01', ...values, options: [...options, { type: 'end' }] } as const,
  ];
  const type = (value: number): SpecRecord => ({ type: 'message-type', value });
  const wants = (value: string): SpecRecord => ({ type: 'requested-ip', value });
  const ask = (layers: readonly LayerSpec[], options: readonly OptionBytes[] = OPTIONS) =>
    outcome(asked('put_dhcp_opts', { target: TARGET, offer, options }, layers));
  const told = ({ layers, isAnswer }: ReturnType<typeof ask>) => {
    const dhcp = layerOf(layers, 'dhcp');
    if (!isAnswer || dhcp === undefined) return 'no answer';
    const options = Array.isArray(dhcp.options) ? dhcp.options : [];
    const texts = options
      .filter(({ type: kind }) => kind !== 'pad' && kind !== 'end')
      .map(({ type: kind, value, data }) => `${String(kind)}=${String(value ?? data)}`);
    const [op, own, server] = [dhcp.op, dhcp.yiaddr, dhcp.siaddr].map((value) => JSON.stringify(value));
    const to = JSON.stringify(layerOf(layers, 'ipv4')?.dst);
    return `${op ?? ''} ${own ?? ''} ${server ?? ''} to ${to}: ${texts.join(' ')}`.replaceAll('"', '');
  };
  const all = 'netmask=255.255.255.0 lease-time=3600 server-id=10.0.0.1';

  test.each([
    ['discover', request([type(1)]), `2 10.0.0.11 0.0.0.0 to 10.0.0.11: message-type=2 ${all}`],
    [
      'to all',
      request([type(1)], { flags: 'broadcast' }),
      `2 10.0.0.11 0.0.0.0 to 255.255.255.255: message-type=2 ${all}`,
    ],
    ['request', request([type(3), wants('10.0.0.11')]), `2 10.0.0.11 0.0.0.0 to 10.0.0.11: message-type=5 ${all}`],
    ['renewal', request([type(3)], { ciaddr: '10.0.0.11' }), `2 10.0.0.11 0.0.0.0 to 10.0.0.11: message-type=5 ${all}`],
    ['wrong address', request([type(3), wants('10.0.0.9')]), '2 0.0.0.0 0.0.0.0 to 10.0.0.11: message-type=6'],
    ['inform', request([type(8)]), '2 0.0.0.0 0.0.0.0 to 10.0.0.11: message-type=5 server-id=10.0.0.1'],
    ['release', request([type(7)]), 'no answer'],
    ['decline', request([type(4), wants('10.0.0.11')]), 'no answer'],
    ['no type', request([]), 'no answer'],
    ['unknown type', request([type(12)]), 'no answer'],
    ['a reply', request([type(1)], { op: 2 }), 'no answer'],
    ['other hardware', request([type(1)], { htype: 6 }), 'no answer'],
    ['other length', request([type(1)], { hlen: 8 }), 'no answer'],
    ['no DHCP', request([type(1)], { magic: 5 }), 'no answer'],
  ])('%s', (_, layers, expected) => {
    const done = ask(layers);
    expect(told(done)).toBe(expected);
    expect(done.bad).toEqual([]);
    if (!done.isAnswer) expect(done.packet).toEqual(encodeTrusted(layers));
  });

  const letters = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
  const files = [option(67, ...letters('ipxe')), option(254, ...letters('boot'))];
  test.each([
    ['both, for everybody', files, [], '67=626f6f74'],
    ['both, for iPXE', files, [{ type: 175, data: '' }], '67=69707865'],
    ['one', files.slice(0, 1), [], '67=69707865'],
    ['the other', files.slice(1), [], '67=626f6f74'],
  ])('boot files: %s', (_, options, client, expected) => {
    const done = ask(request([type(1), ...client]), [...options, option(253, 10, 0, 0, 7), ...OPTIONS]);
    expect(told(done)).toContain(`message-type=2 ${expected}`);
    expect(told(done)).toContain(' 10.0.0.7 to');
  });

  it('is told of in the log', () => {
    expect(ask(request([type(1)])).log).toEqual(['DHCPOFFER 50:54:00:00:00:01 10.0.0.11']);
    expect(ask(request([type(3), wants('10.0.0.9')])).log).toEqual([
      'DHCPREQUEST requested IP 10.0.0.9 does not match offer 10.0.0.11',
      'DHCPNAK 50:54:00:00:00:01 10.0.0.11',
    ]);
    expect(ask(request([type(7)], { ciaddr: '10.0.0.11' })).log).toEqual(['DHCPRELEASE 50:54:00:00:00:01 10.0.0.11']);
    expect(ask(request([type(4), wants('10.0.0.11')])).log).toEqual([
      'DHCPDECLINE from 50:54:00:00:00:01, 10.0.0.11 duplicated',
    ]);
  });

  describe('relayed', () => {
    const data = { target: TARGET, relay: 0x0a000001n, server: 0xac100105n };
    const reply = (values: Readonly<Record<string, string | number>>, options: readonly SpecRecord[]) => [
      ETHERNET,
      { protocol: 'ipv4', src: '172.16.1.5', dst: '10.0.0.1' } as const,
      { protocol: 'udp' } as const,
      {
        protocol: 'dhcp',
        op: 2,
        chaddr: '50:54:00:00:00:01',
        giaddr: '10.0.0.1',
        yiaddr: '10.0.0.11',
        ...values,
        options: [...options, { type: 'end' }],
      } as const,
    ];
    const server: SpecRecord = { type: 'server-id', value: '172.16.1.5' };
    const netmask: SpecRecord = { type: 'netmask', value: '255.255.255.0' };

    test.each([
      ['a request', request([type(1)]), true],
      ['one relayed before', request([type(1)], { giaddr: '10.0.0.2' }), false],
      ['no type', request([]), false],
      ['a reply', request([type(1)], { op: 2 }), false],
    ])('to the server: %s', (_, layers, isPassed) => {
      const done = outcome(asked('dhcp_relay_req_chk', data, layers));
      expect(done.isAnswer).toBe(isPassed);
      expect(done.bad).toEqual([]);
      if (isPassed) expect(layerOf(done.layers, 'dhcp')).toMatchObject({ hops: 1, giaddr: '10.0.0.1' });
    });

    test.each([
      ['a reply', reply({}, [type(2), server, netmask]), '10.0.0.11'],
      ['to all', reply({ flags: 'broadcast' }, [type(2), server, netmask]), '255.255.255.255'],
      ['of another relay', reply({ giaddr: '10.0.0.2' }, [type(2), server]), undefined],
      ['of no relay', reply({ giaddr: '0.0.0.0' }, [type(2), server]), undefined],
      ['of another server', reply({}, [type(2), { type: 'server-id', value: '172.16.1.6' }]), undefined],
      ['of no server', reply({}, [type(2)]), undefined],
      ['elsewhere', reply({ yiaddr: '10.0.9.1' }, [type(2), server, netmask]), undefined],
      ['a request', reply({ op: 1 }, [type(2), server]), undefined],
    ])('back: %s', (_, layers, expected) => {
      const done = outcome(asked('dhcp_relay_resp_chk', data, layers));
      expect(done.isAnswer).toBe(expected !== undefined);
      expect(done.bad).toEqual([]);
      if (expected === undefined) return;
      expect(layerOf(done.layers, 'ipv4')?.dst).toBe(expected);
      expect(layerOf(done.layers, 'ethernet')?.dst).toBe('50:54:00:00:00:01');
    });
  });
});

describe('DHCPv6', () => {
  const address = NUMBERS(0xfd, ...Array.from({ length: 14 }, () => 0), 0x11);
  const options = [option(2, 10, 0, 0, 0, 0, 1), option(5, ...address), option(24, 0x61), option(39, 1, 0x76, 0)];
  const client = { type: 1, data: '0001' };
  const association = { type: 3, data: '000000070000000000000000' };
  const message = (type: number, ...given: readonly SpecRecord[]) => [
    ETHERNET,
    IP6,
    { protocol: 'udp' } as const,
    { protocol: 'dhcpv6', type, options: given } as const,
  ];
  const identity = '0002000a000300010a0000000001';
  const association6 = '0003002800000007ffffffffffffffff00050018fd000000000000000000000000000011ffffffffffffffff';
  const ask = (layers: readonly LayerSpec[], given: readonly OptionBytes[] = options) =>
    outcome(asked('put_dhcpv6_opts', { target: TARGET, options: given }, layers));
  const hex = (packet: Uint8Array) =>
    Array.from(packet.subarray(62), (byte) => byte.toString(16).padStart(2, '0')).join('');

  test.each([
    ['solicit', message(1, client, association), /^02/, `000100020001${identity}${association6}00180003016100`],
    ['request', message(3, client, association), /^07/, `000100020001${identity}${association6}00180003016100`],
    ['information', message(11, client), /^07/, `000100020001${identity}00180003016100`],
    ['release', message(8, client, association), /^07/, `000100020001${identity}000d00020000`],
    ['with a name', message(1, client, association, { type: 39, data: '01' }), /^02/, '0027000406017600'],
    ['renew, which OVN does not answer', message(5, client, association), undefined, ''],
    ['nobody', message(1, association), undefined, ''],
    ['no association', message(1, client), undefined, ''],
  ])('%s', (_, layers, type, body) => {
    const done = ask(layers);
    expect(done.isAnswer).toBe(type !== undefined);
    expect(done.bad).toEqual([]);
    if (type !== undefined) {
      expect(hex(done.packet)).toMatch(type);
      expect(hex(done.packet)).toContain(body);
    }
  });

  it('has one boot file for iPXE and one for everybody else', () => {
    const files = [option(59, 0x61), option(254, 0x62)];
    const user = { type: 15, data: '000469505845' };
    expect(hex(ask(message(1, client, association), files).packet)).toMatch(/003b000162$/);
    expect(hex(ask(message(1, client, association, user), files).packet)).toMatch(/003b000161$/);
  });
});

describe('DNS', () => {
  const zone = () => {
    const pinctrl = new Pinctrl();
    const records = [
      ['4.ovn.org', '10.0.0.4'],
      ['both.ovn.org', '10.0.0.4 10.0.0.5 fd00::4'],
      ['4.0.0.10.in-addr.arpa', '4.ovn.org'],
    ] as const;
    const row = { datapaths: [uuidOf('sw0')], records, options: [['ovn-owned', 'true']] as const };
    pinctrl.commit({ op: 'insert', table: 'DNS', row });
    return pinctrl;
  };
  const ask = (name: string, type: string, ip = IP4, metadata = 1) =>
    outcome(
      asked(
        'dns_lookup',
        { target: TARGET },
        [
          { ...ETHERNET, dst: '00:00:00:00:00:09' },
          ip,
          { protocol: 'udp', dst: 53 },
          { protocol: 'dns', questions: [{ name, type, class: 1 }] },
        ],
        { fields: { metadata } },
      ),
      zone(),
    );
  const tail = (packet: Uint8Array) => Array.from(packet, (byte) => byte.toString(16).padStart(2, '0')).join('');

  test.each([
    ['4.ovn.org', 'A', 1, /0001000100000e1000040a000004$/],
    ['4.OVN.org', 'A', 1, /00040a000004$/],
    ['both.ovn.org', 'A', 2, /00040a00000[45].*00040a00000[45]$/],
    ['both.ovn.org', 'AAAA', 1, /001c000100000e100010fd00.*04$/],
    ['4.0.0.10.in-addr.arpa', 'PTR', 1, /000c000100000e10000b0134036f766e036f726700$/],
  ])('%s %s has %i answers', (name, type, count, expected) => {
    const done = ask(name, type);
    expect(done.isAnswer).toBe(true);
    expect(done.bad).toEqual([]);
    expect(layerOf(done.layers, 'dns')).toMatchObject({ response: true });
    expect(done.packet.subarray(48, 50)).toEqual(Uint8Array.of(0, count));
    expect(tail(done.packet)).toMatch(expected);
  });

  it('refuses what it has of another kind, and leaves the rest to others', () => {
    const refused = ask('4.ovn.org', 'AAAA');
    expect(refused.isAnswer).toBe(true);
    expect((refused.packet[45] ?? 0) & 0xf).toBe(5);
    expect(ask('unknown.ovn.org', 'A').isAnswer).toBe(false);
    expect(ask('4.ovn.org', 'A', IP4, 2).isAnswer).toBe(false);
    expect(ask('4.ovn.org', 'MX').isAnswer).toBe(false);
  });

  it('sums up what goes over IPv6', () => {
    expect(ask('4.ovn.org', 'A', IP6)).toMatchObject({ isAnswer: true, bad: [] });
  });
});

describe('a router solicitation', () => {
  const data: ControllerData['put_nd_ra_opts'] = {
    target: TARGET,
    message: [134, 0, 0, 0, 255, 0, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0],
  };
  const solicitation = (src: string): readonly LayerSpec[] => [
    ETHERNET,
    { protocol: 'ipv6', src, dst: 'ff02::2', ttl: 255 },
    { protocol: 'icmpv6' },
    { protocol: 'nd-rs', options: [] },
  ];

  test.each([
    ['fe80::1', 'fe80::1'],
    // Who has no address is answered by way of everybody.
    ['::', 'ff02::1'],
  ])('of %s becomes an advertisement', (src, expected) => {
    const done = outcome(asked('put_nd_ra_opts', data, solicitation(src)));
    expect(done).toMatchObject({ isAnswer: true, bad: [] });
    expect(layerOf(done.layers, 'ipv6')?.src).toBe(expected);
    expect(layerOf(done.layers, 'nd-ra')).toBeDefined();
  });

  it('is what it must be', () => {
    const echo: readonly LayerSpec[] = [ETHERNET, IP6, { protocol: 'icmpv6' }, { protocol: 'echo' }];
    expect(outcome(asked('put_nd_ra_opts', data, echo))).toMatchObject({
      isAnswer: false,
      log: ['put_nd_ra action on invalid or unsupported packet'],
    });
  });
});
