/**
 * `ovn conformance wire`: recorded networks of today from their commands through all layers to the bytes that leave
 * every VIF and reach every host, packet after packet, and what the controllers had learnt by then.
 *
 * A packet's copies are a set. Free are tunnel keys, and the source port of a tunnel packet with the checksum over it.
 */
import { isRecord } from '../../engine/base';
import { formatFlowKey, getNumber } from '../../engine/openflow';
import { hypervisor26_03 } from '../../engine/releases';
import { extract, extractWithOffsets } from '../../engine/vswitch';
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
    results.push(...compareCase(json, compiler, packets));
  } catch (cause) {
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    for (const { kind } of packets.slice(results.length)) results.push({ kind, difference: text });
    if (results.length === packets.length) results.push({ kind: 'after', difference: text });
  }
  return results;
}

/** What nobody recorded, and a case leaves open. */
interface Choices {
  /** Before which packet BFD has begun. */
  readonly heardBefore: number;
  /** By packet: which member of a group that chooses is taken. */
  readonly members: ReadonlyMap<number, number>;
}

/** No group of a recording has more members, and no gateway takes longer. */
const MOST_MEMBERS = 4;
const MOST_PACKETS_UNHEARD = 8;

/** Where something differs, the other choices are tried from there on, the best of which is compared. */
function compareCase(json: unknown, compiler: Compiler, packets: readonly RecordedPacket[]): readonly Compared[] {
  const free = list(json, 'free').map(asText);
  let choices: Choices = { heardBefore: 0, members: new Map() };
  let best = replay(json, compiler, packets, choices);
  for (let at = firstDifference(best); at < packets.length; at = firstDifference(best)) {
    const better = alternatives(choices, at, free, isGrouped(json)).find((each) => {
      const results = replay(json, compiler, packets, each);
      if (firstDifference(results) <= at) return false;
      best = results;
      choices = each;
      return true;
    });
    if (better === undefined) return best;
  }
  return best;
}

function firstDifference(results: readonly Compared[]): number {
  const found = results.findIndex(({ difference }) => difference !== undefined);
  return found < 0 ? results.length : found;
}

function alternatives(choices: Choices, at: number, free: readonly string[], grouped: boolean): readonly Choices[] {
  const others: Choices[] = [];
  if (grouped && at < MOST_PACKETS_UNHEARD && choices.heardBefore <= at) {
    for (let heardBefore = at + 1; heardBefore <= MOST_PACKETS_UNHEARD; heardBefore++)
      others.push({ ...choices, heardBefore });
  }
  if (free.includes('backend') || free.includes('ecmp')) {
    for (let member = 0; member < MOST_MEMBERS; member++)
      others.push({ ...choices, members: new Map(choices.members).set(at, member) });
  }
  return others;
}

/** Whether a gateway may be in several places, of which BFD chooses one. */
function isGrouped(json: unknown): boolean {
  return list(field(json, 'southbound'), 'HA_Chassis').length > 1;
}

function replay(
  json: unknown,
  compiler: Compiler,
  packets: readonly RecordedPacket[],
  { heardBefore, members }: Choices,
): readonly Compared[] {
  const world = worldOf(json, compiler);
  const isPortFree = list(json, 'free').includes('port');
  const results = packets.map(({ kind, from, bytes, out }, i): Compared => {
    if (i === heardBefore) world.hearOfEachOther();
    const difference = compareSent(world.send(from, bytes, members.get(i)), out, isPortFree);
    return { kind, difference: difference && `${i + 1} ${kind} from ${from}: ${described(bytes)}\n${difference}` };
  });
  return [...results, { kind: 'after', difference: compareLearnt(learnt(world.sb), recordedLearnt(json)) }];
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

function compareSent(ours: readonly Sent[], theirs: readonly Sent[], isPortFree: boolean): string | undefined {
  const keyOf = ({ place, bytes }: Sent) => `${place} ${hexOf(isPortFree ? withoutPort(bytes) : withoutFree(bytes))}`;
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

/** Without the source port of TCP or UDP over IPv4, and the checksum over it, where the port is any of a range. */
function withoutPort(bytes: Uint8Array): Uint8Array {
  const { offsets, flow } = extractWithOffsets(bytes, 0);
  const protocol = getNumber(flow, 'nw_proto');
  const at = offsets.l4;
  if (!offsets.transport || (protocol !== TCP && protocol !== UDP)) return withoutFree(bytes);
  const copy = Uint8Array.from(withoutFree(bytes));
  copy.fill(0, at, at + 2);
  const checksum = at + (protocol === TCP ? 16 : 6);
  copy.fill(0, checksum, checksum + 2);
  return copy;
}

const TCP = 6;
const UDP = 17;

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
