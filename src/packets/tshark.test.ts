import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeTrusted, type LayerSpec, PRESET_NAMES, PRESETS, writePcap } from './index';
import { SAMPLES } from './samples';

const hasTshark = spawnSync('tshark', ['--version']).status === 0;

const CHECKS = ['ip', 'tcp', 'udp'].flatMap((name) => ['-o', `${name}.check_checksum:TRUE`]);
/** Lets its STT dissector see segments before its TCP one does. */
const STT = ['-o', 'ip.try_heuristic_first:TRUE'];

interface Dissection {
  readonly protocols: string;
  /** Its word for packets that it cannot read, empty for good ones. */
  readonly malformed: string;
  /** Whatever it remarks. */
  readonly remarks: string;
  /** 0 bad, 1 good, 2 unchecked, for each checksum in the packet. */
  readonly checksums: readonly string[];
}

function dissect(packets: readonly Uint8Array[], options: readonly string[]): readonly Dissection[] {
  const folder = mkdtempSync(join(tmpdir(), 'packets-'));
  try {
    const file = join(folder, 'packets.pcap');
    writeFileSync(file, writePcap(packets.map((bytes, index) => ({ micros: index * 1000, bytes }))));
    const sums = ['ip', 'tcp', 'udp', 'icmp', 'icmpv6', 'igmp', 'sctp'].map((name) => `${name}.checksum.status`);
    const fields = ['frame.protocols', '_ws.malformed', '_ws.expert.message', ...sums];
    const args = [
      '-r',
      file,
      ...options,
      '-o',
      'sctp.checksum:CRC32C',
      '-T',
      'fields',
      ...fields.flatMap((field) => ['-e', field]),
    ];
    const text = execFileSync('tshark', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return text
      .split('\n')
      .slice(0, packets.length)
      .map((line) => {
        const [protocols = '', malformed = '', remarks = '', ...checksums] = line.split('\t');
        return {
          protocols,
          malformed,
          remarks,
          checksums: checksums.flatMap((sum) => sum.split(',')).filter((sum) => sum !== ''),
        };
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const endpoints = { ethSrc: '00:00:00:00:00:01', ethDst: '00:00:00:00:00:02', vlan: 7 };
const presets = PRESET_NAMES.map((name): [string, readonly LayerSpec[]] => [name, PRESETS[name].build(endpoints)]);
/** Its sums cover bytes that are in other fragments. */
const UNSUMMED = new Set(['ipv4 first fragment']);

describe.runIf(hasTshark)('Wireshark', () => {
  test('finds no packet malformed and no checksum wrong', { timeout: 60_000 }, () => {
    const cases = [...presets, ...Object.entries(SAMPLES).filter(([name]) => !UNSUMMED.has(name))];
    const found = dissect(
      cases.map(([, specs]) => encodeTrusted(specs)),
      CHECKS,
    );
    expect(found).toHaveLength(cases.length);
    const wrong = found.map((result, index) => [cases[index]?.[0], result] as const);
    expect(wrong.filter(([, { malformed, checksums }]) => malformed !== '' || checksums.includes('0'))).toEqual([]);
    expect(found.flatMap(({ checksums }) => checksums).length).toBeGreaterThan(50);
    expect(
      wrong.filter(([, { remarks }]) => /malformed|bad |incorrect|wrong|bogus|invalid|should/i.test(remarks)),
    ).toEqual([]);
  });

  test('reads every preset inside each encapsulation', { timeout: 60_000 }, () => {
    const outer: readonly LayerSpec[] = [
      { protocol: 'ethernet' },
      { protocol: 'ipv4', src: '127.0.0.1', dst: '127.0.0.2' },
    ];
    const udp: LayerSpec = { protocol: 'udp' };
    const tunnels: readonly (readonly [string, (id: number) => readonly LayerSpec[]])[] = [
      [
        'eth:ethertype:ip:udp:geneve:',
        () => [udp, { protocol: 'geneve', vni: 5, options: [{ class: 0x102, type: 0x80, data: '00010002' }] }],
      ],
      ['eth:ethertype:ip:udp:vxlan:', () => [udp, { protocol: 'vxlan', vni: 5 }]],
      [
        'eth:ethertype:ip:stt:',
        (id) => [
          { protocol: 'stt-tcp', frameId: id },
          { protocol: 'stt', key: '0x5' },
        ],
      ],
    ];
    const plain = dissect(
      presets.map(([, specs]) => encodeTrusted(specs)),
      STT,
    );
    const packets = tunnels.flatMap(([, layers]) =>
      presets.map(([, specs], id) => encodeTrusted([...outer, ...layers(id), ...specs])),
    );
    const found = dissect(packets, STT);
    expect(found.map(({ protocols }) => protocols)).toEqual(
      tunnels.flatMap(([prefix]) => plain.map(({ protocols }) => prefix + protocols)),
    );
    expect(found.filter(({ malformed }) => malformed !== '')).toEqual([]);
    // Without the STT dissector the same segments are TCP, whose checksum is checked.
    expect(dissect(packets, CHECKS).filter(({ checksums }) => checksums.includes('0'))).toEqual([]);
  });
});
