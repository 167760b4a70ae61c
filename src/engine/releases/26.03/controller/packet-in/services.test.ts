/** Checks of services: what is sent when, and what comes of what is answered. */
import { describe, expect, it, test } from 'vitest';
import { decode, encodeTrusted, type LayerSpec, toHex, toSpecs } from '../../../../../packets';
import type { Millis } from '../../../../base';
import { getOptionalString } from '../../../../ovsdb';
import { asked, Pinctrl, uuidOf } from './testing';
import { runPinctrl, type PacketIn } from './index';

const ETHERNET: LayerSpec = { protocol: 'ethernet', src: '50:54:00:00:00:01', dst: '0a:58:00:00:00:aa' };
const HERE = { fields: { metadata: 1, reg14: 1 } };

class Checked extends Pinctrl {
  constructor(row: Readonly<Record<string, string | number | boolean>>) {
    super();
    this.commit({
      op: 'insert',
      table: 'Service_Monitor',
      uuid: uuidOf('monitor'),
      row: {
        ip: '10.0.0.11',
        logical_port: 'p1',
        port: 80,
        src_ip: '10.0.0.250',
        src_mac: '0a:58:00:00:00:aa',
        protocol: 'tcp',
        ...row,
      },
    });
  }

  get status(): string | undefined {
    const row = this.databases.sb.row('Service_Monitor', uuidOf('monitor'));
    return row && getOptionalString(row, 'status');
  }

  /** The packets that are sent, layer by layer. */
  sent(event: PacketIn | 'wake' = 'wake'): readonly (readonly LayerSpec[])[] {
    const { sb } = this.databases;
    const view = { sb, chassis: 'hv1', isLocal: () => true, now: this.now as Millis };
    const outcome = runPinctrl(event, view, this.state);
    this.state = outcome.state;
    this.wakeAt = outcome.wakeAt;
    this.commit(...outcome.sb);
    for (const { packet } of outcome.outs)
      expect(decode(packet).flatMap(({ fields }) => fields.flatMap(({ problem }) => problem ?? []))).toEqual([]);
    return outcome.outs.map(({ packet }) => toSpecs(packet));
  }

  next(): readonly (readonly LayerSpec[])[] {
    this.now = this.wakeAt ?? this.now;
    return this.sent();
  }
}

function partOf(layers: readonly LayerSpec[] | undefined, protocol: string): LayerSpec {
  const found = layers?.find((layer) => layer.protocol === protocol);
  if (found === undefined) throw new Error(`There is no ${protocol}.`);
  return found;
}

const IP4: LayerSpec = { protocol: 'ipv4', src: '10.0.0.11', dst: '10.0.0.250' };

describe('over TCP', () => {
  const answer = (check: LayerSpec, flags: string, ack = Number(check.seq) + 1) =>
    asked(
      'handle_svc_check',
      {},
      [ETHERNET, IP4, { protocol: 'tcp', src: 80, dst: Number(check.src), flags, ack: ack % 2 ** 32 }],
      HERE,
    );

  it('is online when it answers, and the connection is given up', () => {
    const checked = new Checked({});
    const [first] = checked.sent();
    const check = partOf(first, 'tcp');
    expect(partOf(first, 'ethernet')).toMatchObject({ src: '0a:58:00:00:00:aa', dst: '50:54:00:00:00:01' });
    expect(check).toMatchObject({ dst: 80, flags: 2, window: 65160 });
    const [reset] = checked.sent(answer(check, 'syn|ack'));
    expect(partOf(reset, 'tcp')).toMatchObject({ flags: 4, src: check.src });
    expect(checked.status).toBe('online');
    // The next one comes five seconds later.
    const before = checked.now;
    expect(checked.next()).toHaveLength(1);
    expect(checked.now).toBe(before + 5000);
  });

  test.each([
    ['nothing comes in three seconds', undefined, 'offline'],
    ['it refuses', 'rst', 'offline'],
    ['somebody else answers', 'syn', undefined],
  ])('when %s', (_, flags, status) => {
    const checked = new Checked({});
    const [first] = checked.sent();
    if (flags === undefined) checked.next();
    else checked.sent(answer(partOf(first, 'tcp'), flags));
    expect(checked.status).toBe(status);
  });

  it('does not mind an answer to another check', () => {
    const checked = new Checked({});
    const [first] = checked.sent();
    expect(checked.sent(answer(partOf(first, 'tcp'), 'syn|ack', 5))).toEqual([]);
    expect(checked.status).toBeUndefined();
  });

  it('fails as often as it is said', () => {
    const checked = new Checked({});
    const options = [
      ['failure_count', '2'],
      ['interval', '10'],
      ['timeout', '1'],
    ] as const;
    checked.commit({ op: 'update', table: 'Service_Monitor', uuid: uuidOf('monitor'), row: { options } });
    checked.sent();
    checked.next();
    expect(checked.now).toBe(2000);
    expect(checked.status).toBeUndefined();
    checked.next();
    expect(checked.now).toBe(12_000);
    checked.next();
    expect(checked.status).toBe('offline');
  });
});

describe('over UDP', () => {
  const check = () => {
    const checked = new Checked({ protocol: 'udp' });
    const [first] = checked.sent();
    return { checked, first: first ?? [] };
  };

  it('is online when nobody says otherwise', () => {
    const { checked } = check();
    expect(checked.next()).toEqual([]);
    expect(checked.status).toBe('online');
  });

  it('is offline when its host says so', () => {
    const { checked, first } = check();
    const quoted = toHex(encodeTrusted(first).subarray(14));
    const error: readonly LayerSpec[] = [
      ETHERNET,
      IP4,
      { protocol: 'icmp', type: 3, code: 3 },
      { protocol: 'payload', data: `00000000${quoted}` },
    ];
    expect(checked.turn(asked('handle_svc_check', {}, error, HERE))).toEqual([
      'update Service_Monitor status=["offline"]',
    ]);
  });
});

test('over ICMP a port is online when it echoes', () => {
  const checked = new Checked({ protocol: 'icmp', type: 'logical-switch-port', port: 0 });
  const [first] = checked.sent();
  const { id = 0, seq = 0 } = partOf(first, 'echo');
  const reply: readonly LayerSpec[] = [ETHERNET, IP4, { protocol: 'icmp', type: 0 }, { protocol: 'echo', id, seq }];
  expect(checked.turn(asked('handle_svc_check', {}, reply, HERE))).toEqual([
    'update Service_Monitor status=["online"]',
  ]);
});

test.each([
  ['elsewhere', { logical_port: 'p2', ip: '10.0.0.12' }],
  ['by somebody else', { remote: true }],
  ['over another protocol than load balancers have', { protocol: 'icmp' }],
  ['from another kind of address', { src_ip: 'fd00::250' }],
  ['at an address that the port does not have', { ip: '10.0.0.99' }],
])('a service is not checked %s', (_, row) => {
  expect(new Checked(row).sent()).toEqual([]);
});

test.each([
  ['tcp', 'handle service check: Service monitor not found'],
  ['udp', 'handle service check: Unsupported protocol - [11]'],
] as const)('an answer over %s that nobody asked for => %s', (protocol, expected) => {
  const packetIn = asked('handle_svc_check', {}, [ETHERNET, IP4, { protocol }], HERE);
  expect(new Pinctrl().turn(packetIn)).toEqual([`pinctrl|WARN|${expected}`]);
});
