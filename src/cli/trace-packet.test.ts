import { beforeAll, describe, expect, it } from 'vitest';
import { utf8Decode } from '../engine/base';
import { encodeLink, galleryScenario } from '../engine/scenario';
import type { ScenarioDocument } from '../engine/scenario';
import { encodeTrusted, PRESETS, readPcap, toHex, writePcap } from '../packets';
import { nodeCompression } from './read-scenario';
import { tracePacket } from './trace-packet';
import type { TraceOptions } from './trace-packet';

const COMMANDS = `
ovs-vsctl set open . external-ids:system-id=hv1 external-ids:ovn-remote=unix:db.sock
ovs-vsctl set open . external-ids:ovn-encap-type=geneve external-ids:ovn-encap-ip=127.0.0.1
ovs-vsctl add-br br-int
ovn-nbctl lswitch-add sw0
ovn-nbctl lport-add sw0 a
ovn-nbctl lport-set-macs a 00:00:00:00:00:01
ovn-nbctl lport-add sw0 b
ovn-nbctl lport-set-macs b 00:00:00:00:00:02
ovs-vsctl add-port br-int vif1 -- set Interface vif1 external_ids:iface-id=a
ovs-vsctl add-port br-int vif2 -- set Interface vif2 external_ids:iface-id=b
`;

function gallery(id: string): ScenarioDocument {
  const document = galleryScenario(id);
  if (!document) throw new Error(id);
  return document;
}

const ping = encodeTrusted(PRESETS.ping.build({ ethSrc: '00:00:00:00:00:01', ethDst: '00:00:00:00:00:02' }));
const files: Record<string, string> = { commands: COMMANDS };
const capture = writePcap([
  { micros: 0, bytes: new Uint8Array(60) },
  { micros: 1, bytes: ping },
]);

beforeAll(async () => {
  for (const id of ['article', 'acl', 'containers']) files[id] = JSON.stringify(gallery(id));
  const payload = await encodeLink({ scenario: gallery('article'), extras: {} }, nodeCompression);
  if (!payload.ok) throw new Error(payload.error.message);
  files.link = `https://example.org/#/lab?s=${payload.value}`;
});

async function ask(file: string, options: Partial<TraceOptions>) {
  const parts: Uint8Array[] = [];
  const errors: string[] = [];
  const status = await tracePacket(
    file,
    { release: '2015-04', seed: 1, format: 'summary', ...options },
    {
      readText: (name) => files[name] ?? '',
      readBinary: () => capture,
      out: (bytes) => parts.push(bytes),
      error: (line) => errors.push(line),
    },
  );
  const bytes = parts[0] ?? new Uint8Array();
  return { status, bytes, text: utf8Decode(bytes), error: errors.join('\n') };
}

describe('what is read', () => {
  it.each([
    ['commands', { preset: 'ping' }, 'Delivered to b.\nWithin hv1.\n'],
    [
      'article',
      { packet: 'Ping from sw0-port1 to sw0-port2' },
      'Delivered to sw0-port2.\nThrough hv1, a vxlan tunnel with key 2, and hv2.\n',
    ],
    ['link', { packet: 'packet-1' }, 'Delivered to sw0-port2.\nThrough hv1, a vxlan tunnel with key 2, and hv2.\n'],
  ])('%s', async (file, options, text) => {
    expect(await ask(file, options)).toMatchObject({ status: 0, text, error: '' });
  });

  it('a link as the argument itself', async () => {
    expect((await ask(files.link ?? '', { preset: 'ping' })).status).toBe(0);
    const damaged = await ask((files.link ?? '').slice(0, -9), { preset: 'ping' });
    expect(damaged.status).toBe(2);
    expect(damaged.error).toMatch(/^the link: This link is damaged/);
  });

  it('a document with a mistake says where; a command that fails is told, and the rest counts', async () => {
    files.broken = JSON.stringify({ ...gallery('article'), packets: [{ id: 1 }] });
    const broken = await ask('broken', { preset: 'ping' });
    expect(broken.status).toBe(2);
    expect(broken.error).toMatch(/^broken: .*packets\[0\]/);
    files.half = `${COMMANDS}\novn-nbctl frobnicate\n`;
    const half = await ask('half', { preset: 'ping' });
    expect(half.status).toBe(0);
    expect(half.error).toMatch(/^half: a command failed: ovn-nbctl frobnicate\n {2}ovn-nbctl: /);
  });
});

describe('which packet', () => {
  const microflow = 'inport == "a" && eth.src == 00:00:00:00:00:01 && eth.dst == 00:00:00:00:00:02 && ip4';
  it.each([
    [{ preset: 'ping', from: 'b', to: 'a' }, 0],
    [{ preset: 'ping', to: '00:00:00:00:00:77' }, 1],
    [{ microflow }, 0],
    [{ microflow: microflow.replace('00:02', '00:77') }, 1],
    [{ microflow: 'eth.dst == 00:00:00:00:00:02', inport: 'a' }, 0],
    [{ flow: 'in_port=1,dl_dst=00:00:00:00:00:02' }, 0],
    [{ flow: 'in_port=vif1,dl_dst=00:00:00:00:00:02', at: 'hv1' }, 0],
    [{ flow: 'dl_dst=00:00:00:00:00:02', at: 'hv1/vif1' }, 0],
    [{ hex: toHex(ping), at: 'hv1/vif1' }, 0],
    [{ pcap: 'file', frame: 2, inport: 'a' }, 0],
  ] as const)('%j: %d', async (options, status) => {
    const { error, ...rest } = await ask('commands', options);
    expect({ ...rest, error }).toMatchObject({ status, error: '' });
  });

  it("a container's packets carry its tag", async () => {
    const { status, text } = await ask('containers', {
      preset: 'ping',
      from: 'web',
      to: 'client',
      format: 'ovn-trace',
    });
    expect(status).toBe(0);
    expect(text).toContain('inport="web"');
    const same = await ask('containers', {
      microflow: 'inport == "web" && eth.dst == 00:00:00:00:00:04',
      format: 'json',
    });
    expect(JSON.parse(same.text)).toMatchObject({
      request: { bytes: expect.stringMatching(/^.{24}8100002a/) as string },
    });
  });

  it.each([
    [{}, 'which packet? Say it with --packet, --microflow, --flow, --hex, --pcap or --preset.'],
    [{ preset: 'ping', hex: '00' }, '--hex and --preset exclude each other'],
    [{ preset: 'pong' }, /^there is no preset 'pong'; presets are ping, /],
    [{ preset: 'ping', from: 'x' }, "--from: there is no logical port 'x'"],
    [{ preset: 'ping', to: 'x' }, "--to: there is no logical port 'x'"],
    [{ packet: 'x' }, "there is no packet 'x'."],
    [{ hex: '00 0g', at: 'hv1/vif1' }, '--hex: "0g" is not hexadecimal\n  00 0g\n      ^'],
    [{ hex: toHex(ping) }, 'where does the packet enter? Say it with --at MACHINE/IFACE or --inport PORT.'],
    [{ hex: toHex(ping), at: 'hv1/vif1', inport: 'a' }, '--at and --inport exclude each other'],
    [{ hex: toHex(ping), at: 'hv9/vif1' }, 'there is no machine hv9'],
    [{ hex: toHex(ping), at: 'hv1/vif9' }, 'hv1 has no interface vif9 on a bridge'],
    [{ hex: toHex(ping), inport: 'c' }, "logical port 'c' is not plugged in anywhere"],
    [{ flow: 'in_port=7' }, 'no machine has a port 7'],
    [{ flow: 'in_port=1,tcpp' }, '--flow: unknown keyword tcpp\n  in_port=1,tcpp\n            ^^^^'],
    [{ pcap: 'file', frame: 3, inport: 'a' }, 'file: there is no packet 3; there are 2'],
    [{ preset: 'ping', hop: 'hv1' }, '--hop needs --format pcap'],
  ] as const)('%j is refused', async (options, message) => {
    const { status, error, text } = await ask('commands', options);
    expect({ status, text }).toEqual({ status: 2, text: '' });
    if (typeof message === 'string') expect(error).toBe(message);
    else expect(error).toMatch(message);
  });

  it('names what the scenario has', async () => {
    const { error } = await ask('article', { packet: 'x' });
    expect(error).toMatch(
      /^there is no packet 'x'\.\n {2}The scenario has 'Ping from sw0-port1 to sw0-port2' and 'ARP /,
    );
    const twice = await ask('article', { flow: 'in_port=2' });
    expect(twice.error).toBe('port 2 can be hv1/vif1 or hv2/vif2; say which with --at');
  });
});

describe('what is told', () => {
  it.each([
    ['ovn-trace', /^# icmp,.*\n\ningress\(dp="sw0", inport="sw0-port1"\)\n/],
    ['ofproto', /^# hv1, in at vif1\nFlow: icmp,in_port=2/],
    ['summary', /^Dropped by hv1 in table 2 by the ACL/],
  ] as const)('%s', async (format, text) => {
    const told = await ask('acl', { preset: 'ping', from: 'sw0-port1', to: 'sw0-port2', format });
    expect(told.status).toBe(1);
    expect(told.text).toMatch(text);
  });

  it.each([
    ['hops', 4],
    ['underlay', 1],
    ['hv1', 2],
    ['hv2/vif2', 1],
    ['1', 1],
  ])('pcap of %s: %d frames', async (hop, count) => {
    const told = await ask('article', { packet: 'packet-1', format: 'pcap', hop });
    const read = readPcap(told.bytes);
    expect(read.ok && read.value).toHaveLength(count);
  });

  it('a hop that there is not names those that there are', async () => {
    const told = await ask('article', { packet: 'packet-1', format: 'pcap', hop: '0' });
    expect(told.error).toMatch(
      /^there is no hop '0'; hops are hops, underlay, hv1, hv1\/vif1, .*, or a step from 1 to 11$/,
    );
  });
});
