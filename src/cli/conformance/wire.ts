/**
 * `ovn conformance wire`: recorded networks of today from their commands through all layers to the bytes that leave
 * every VIF and reach every host, packet after packet, and what the controllers had learnt by then.
 *
 * A packet's copies are a set. Free are tunnel keys, and the source port of a tunnel packet with the checksum over it.
 */
import { isRecord } from '../../engine/base';
import { formatFlowKey } from '../../engine/openflow';
import { hypervisor26_03 } from '../../engine/releases';
import { extract } from '../../engine/vswitch';
import { asList, asText, field, list } from './recorded-json';
import { readHypervisors, recordedSouthbound } from './recorded-hypervisor';
import { learnt, LEARNT_TABLES, type Learnt } from './wire-learnt';
import { WireWorld, type Sent } from './wire-world';
import type { Selection } from './selection';

export function conformWire(
  lines: readonly string[],
  print: (line: string) => void,
  selection: Selection = {},
): { readonly passed: number; readonly failed: number } {
  const compiler = new hypervisor26_03.LogicalCompiler();
  const shown = selection.shown ?? SHOWN;
  const families = new Map<string, Tally>();
  const kinds = new Map<string, Tally>();
  const whole = new Map<string, Tally>();
  for (const line of lines) {
    const json: unknown = JSON.parse(line);
    const [id, family] = [asText(field(json, 'id')), asText(field(json, 'family'))];
    if ((selection.id ?? id) !== id || (selection.family ?? family) !== family) continue;
    const results = attempted(json, compiler);
    for (const { kind, difference } of results) {
      count(families, family, difference === undefined);
      count(kinds, kind, difference === undefined);
    }
    const differences = results.flatMap(({ difference }) => difference ?? []);
    count(whole, family, differences.length === 0);
    for (const text of differences.slice(0, shown)) print(`${id} (${family}) ${text}`);
    if (differences.length > shown) print(`${id} (${family}) … ${differences.length - shown} more`);
  }
  const total = { passed: 0, failed: 0 };
  for (const { passed, failed } of families.values()) {
    total.passed += passed;
    total.failed += failed;
  }
  if (total.failed > 0) {
    print(`packets by family: ${told(families)}`);
    print(`packets by kind: ${told(kinds)}`);
    print(`networks in which all is the same: ${told(whole)}`);
  }
  return total;
}

const SHOWN = 4;

interface Tally {
  passed: number;
  failed: number;
}

function count(tallies: Map<string, Tally>, key: string, isSame: boolean): void {
  const tally = tallies.get(key) ?? { passed: 0, failed: 0 };
  tally[isSame ? 'passed' : 'failed'] += 1;
  tallies.set(key, tally);
}

function told(tallies: ReadonlyMap<string, Tally>): string {
  const each = Array.from(tallies, ([key, { passed, failed }]) => `${key} ${passed}/${passed + failed}`);
  const all = Array.from(tallies.values());
  const passed = all.reduce((sum, one) => sum + one.passed, 0);
  const failed = all.reduce((sum, one) => sum + one.failed, 0);
  return `${each.join(', ')}; together ${passed}/${passed + failed}`;
}

/** Of one packet, or of what was learnt. */
interface Compared {
  readonly kind: string;
  readonly difference: string | undefined;
}

type Compiler = InstanceType<typeof hypervisor26_03.LogicalCompiler>;

/** What cannot be run differs in everything. */
function attempted(json: unknown, compiler: Compiler): readonly Compared[] {
  const packets = list(json, 'wire').map(readPacket);
  const results: Compared[] = [];
  try {
    const world = worldOf(json, compiler);
    for (const [i, packet] of packets.entries()) {
      const difference = compareSent(world.send(packet.from, packet.bytes), packet.out);
      const { kind, from, bytes } = packet;
      const heading = `${i + 1} ${kind} from ${from}: ${described(bytes)}`;
      results.push({ kind, difference: difference && `${heading}\n${difference}` });
    }
    const difference = compareLearnt(learnt(world.sb), recordedLearnt(json));
    results.push({ kind: 'after', difference });
  } catch (cause) {
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    for (const { kind } of packets.slice(results.length)) results.push({ kind, difference: text });
    if (results.length === packets.length) results.push({ kind: 'after', difference: text });
  }
  return results;
}

function worldOf(json: unknown, compiler: Compiler): WireWorld {
  return new WireWorld(
    {
      commands: list(json, 'commands').map((command) => asList(command).map(asText)),
      hypervisors: readHypervisors(json),
      hosts: list(json, 'hosts').map((host) => asText(field(host, 'name'))),
      registered: recordedSouthbound(json),
      drawn: drawnOptions(json),
    },
    compiler,
  );
}

/** What ovn-northd draws at random and nobody has set. */
function drawnOptions(json: unknown): readonly (readonly [string, string])[] {
  const [global] = list(field(json, 'northbound'), 'NB_Global');
  const options = isRecord(global) ? global.options : undefined;
  const [, pairs = []] = options === undefined ? [] : asList(options);
  return asList(pairs).flatMap((pair) => {
    const [key = '', value = ''] = asList(pair).map(asText);
    return key === 'svc_monitor_mac_dst' ? [[key, value] as const] : [];
  });
}

interface RecordedPacket {
  readonly kind: string;
  readonly from: string;
  readonly bytes: Uint8Array;
  readonly out: readonly Sent[];
}

function readPacket(json: unknown): RecordedPacket {
  return {
    kind: asText(field(json, 'kind')),
    from: asText(field(json, 'in')),
    bytes: bytesOf(asText(field(json, 'bytes'))),
    out: list(json, 'out').map((pair) => {
      const [place = '', hex = ''] = asList(pair).map(asText);
      return { place, bytes: bytesOf(hex) };
    }),
  };
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function compareSent(ours: readonly Sent[], theirs: readonly Sent[]): string | undefined {
  const left = new Map(ours.map((sent) => [keyOf(sent), sent]));
  const missing: Sent[] = [];
  const wanted = new Map(theirs.map((sent) => [keyOf(sent), sent]));
  for (const [key, sent] of wanted) if (!left.delete(key)) missing.push(sent);
  if (missing.length + left.size === 0) return undefined;
  return [
    ...missing.map((sent) => `    - ${sent.place}: ${described(sent.bytes)}`),
    ...Array.from(left.values(), (sent) => `    + ${sent.place}: ${described(sent.bytes)}`),
  ].join('\n');
}

function keyOf({ place, bytes }: Sent): string {
  return `${place} ${hexOf(withoutFree(bytes))}`;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Of a tunnel packet its source port, its checksum and its keys are free. */
function withoutFree(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  const isTunnel = length > 58 && bytes[12] === 8 && bytes[23] === 17 && bytes[36] === 0x17 && bytes[37] === 0xc1;
  if (!isTunnel) return bytes;
  const copy = Uint8Array.from(bytes);
  copy.fill(0, 34, 36);
  copy.fill(0, 40, 42);
  copy.fill(0, 46, 50);
  copy.fill(0, 54, 58);
  return copy;
}

/** Fields as ovs-ofctl prints them, and the bytes. */
function described(bytes: Uint8Array): string {
  return `${formatFlowKey(extract(bytes, 0), 'two').replace(/,in_port=\w+|in_port=\w+,/, '')} [${hexOf(bytes)}]`;
}

function recordedLearnt(json: unknown): Learnt {
  const [southbound, after] = [field(json, 'southbound'), field(json, 'after')];
  const tables = Object.fromEntries(LEARNT_TABLES.map((table) => [table, list(after, table)]));
  return learnt(recordedSouthbound({ southbound: { ...(isRecord(southbound) ? southbound : {}), ...tables } }));
}

function compareLearnt(ours: Learnt, theirs: Learnt): string | undefined {
  const missing = theirs.filter((text) => !ours.includes(text));
  const surplus = ours.filter((text) => !theirs.includes(text));
  if (missing.length + surplus.length === 0) return undefined;
  return ['after', ...missing.map((text) => `    - ${text}`), ...surplus.map((text) => `    + ${text}`)].join('\n');
}
