/** Which packet `ovn trace` sends, and where it enters: one of the scenario's, from text, from bytes, from a preset. */
import { err, ok } from '../engine/base';
import type { Problem, Result } from '../engine/base';
import {
  logicalPortAt,
  packetBetween,
  packetOfText,
  placeOfPort,
  pluggedPorts,
  portOfDatapath,
  portsOf,
} from '../engine/trace';
import type { PacketLanguage, Place, TraceRequest } from '../engine/trace';
import { encodeTrusted, fromHex, parseHex, PRESET_NAMES, readPcap, toSpecs } from '../packets';
import type { ReadScenario } from './read-scenario';

/** Exactly one of the first six says what the packet is. */
export interface PacketOptions {
  readonly packet?: string;
  readonly microflow?: string;
  readonly flow?: string;
  readonly hex?: string;
  readonly pcap?: string;
  readonly preset?: string;
  /** Which packet of the capture, from 1. */
  readonly frame?: number;
  readonly from?: string;
  readonly to?: string;
  readonly at?: string;
  readonly inport?: string;
}

export type ReadBinary = (file: string) => Uint8Array;

const SOURCES = ['packet', 'microflow', 'flow', 'hex', 'pcap', 'preset'] as const;

export function choosePacket(
  scenario: ReadScenario,
  options: PacketOptions,
  readBinary: ReadBinary,
): Result<TraceRequest> {
  const given = SOURCES.filter((name) => options[name] !== undefined);
  const [source] = given;
  if (given.length > 1) return bad(`${list(given.map((name) => `--${name}`))} exclude each other`);
  if (source === undefined)
    return bad(
      `which packet? Say it with ${list(
        SOURCES.map((name) => `--${name}`),
        'or',
      )}.${known(scenario)}`,
    );
  switch (source) {
    case 'packet':
      return saved(scenario, options);
    case 'microflow':
    case 'flow':
      return described(scenario, options, source);
    case 'hex': {
      const bytes = parseHex(options.hex ?? '');
      if (!bytes.ok) return err(located('--hex', options.hex ?? '', bytes.error));
      return entering(scenario, options, bytes.value);
    }
    case 'pcap':
      return captured(scenario, options, readBinary);
    case 'preset':
      return preset(scenario, options);
  }
}

function saved(scenario: ReadScenario, options: PacketOptions): Result<TraceRequest> {
  const wanted = options.packet ?? '';
  const found =
    scenario.packets.find(({ id, name }) => name === wanted || id === wanted) ??
    scenario.packets.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (!found) return bad(`there is no packet '${wanted}'.${known(scenario)}`);
  const bytes = fromHex(found.hex) ?? new Uint8Array();
  if (options.at === undefined && options.inport === undefined)
    return ok({ machine: found.machine, iface: found.iface, bytes });
  return entering(scenario, options, bytes);
}

function described(scenario: ReadScenario, options: PacketOptions, source: PacketLanguage): Result<TraceRequest> {
  const { deployment } = scenario;
  const text = options[source] ?? '';
  const machine = options.at?.split('/')[0];
  const ports = (name: string) => portsOf(deployment, machine).find((port) => port.name === name)?.ofport;
  const datapathPorts = (port: string) => portOfDatapath(deployment, machine, port);
  const read = packetOfText(deployment.release, text, { language: source, ports, datapathPorts });
  if (!read.ok) return err(located(`--${source}`, text, read.error));
  const { bytes, inport, inPort } = read.value;
  if (options.inport !== undefined || options.at?.includes('/') === true) return entering(scenario, options, bytes);
  if (inport !== undefined) return entering(scenario, { inport }, bytes);
  if (inPort !== undefined) return atNumber(scenario, machine, inPort, bytes);
  return entering(scenario, options, bytes);
}

/** A port's number says where, if only one machine has it. */
function atNumber(
  { deployment }: ReadScenario,
  only: string | undefined,
  number: number,
  bytes: Uint8Array,
): Result<TraceRequest> {
  const places = Array.from(deployment.machines.keys()).flatMap((machine) =>
    portsOf(deployment, machine)
      .filter((port) => port.ofport === number && (only === undefined || machine === only))
      // Through a tunnel's port packets enter with a key, which a flow of a frame does not have.
      .filter((port) => only !== undefined || logicalPortAt(deployment, machine, port.name) !== undefined)
      .map((port) => ({ machine, iface: port.name })),
  );
  const [place, other] = places;
  if (!place) return bad(`no machine${only === undefined ? '' : ` ${only}`} has a port ${number}`);
  if (other) {
    const all = places.map(({ machine, iface }) => `${machine}/${iface}`);
    return bad(`port ${number} can be ${list(all, 'or')}; say which with --at`);
  }
  return ok({ ...place, bytes });
}

function captured(scenario: ReadScenario, options: PacketOptions, readBinary: ReadBinary): Result<TraceRequest> {
  const file = options.pcap ?? '';
  const read = readPcap(readBinary(file));
  if (!read.ok) return bad(`${file}: ${read.error.message}`);
  const frame = options.frame ?? 1;
  const packet = read.value[frame - 1];
  if (!packet) return bad(`${file}: there is no packet ${frame}; there are ${read.value.length}`);
  return entering(scenario, options, packet.bytes);
}

function preset(scenario: ReadScenario, options: PacketOptions): Result<TraceRequest> {
  const name = PRESET_NAMES.find((candidate) => candidate === options.preset);
  if (name === undefined)
    return bad(`there is no preset '${options.preset ?? ''}'; presets are ${PRESET_NAMES.join(', ')}`);
  const ports = pluggedPorts(scenario.deployment);
  const [first] = ports;
  const from = options.from === undefined ? first : ports.find((port) => port.name === options.from);
  if (!from) return bad(noPort(scenario, '--from', options.from));
  const siblings = ports.filter((port) => port.switchName === from.switchName && port.name !== from.name);
  const to = options.to === undefined ? siblings[0] : ports.find((port) => port.name === options.to);
  const mac = options.to !== undefined && /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(options.to) ? options.to : undefined;
  const receiver = to ?? (mac === undefined ? undefined : { ...from, mac, ip: '10.0.0.254' });
  if (!receiver) {
    return bad(options.to === undefined ? `who is to get it? Say it with --to.` : noPort(scenario, '--to', options.to));
  }
  const request = packetBetween(from, receiver, name);
  if (options.at === undefined && options.inport === undefined) return ok(request);
  return entering(scenario, options, request.bytes);
}

/** At the interface of --at, or where the logical port of --inport is plugged in. */
function entering(
  { deployment }: ReadScenario,
  { at, inport }: Pick<PacketOptions, 'at' | 'inport'>,
  bytes: Uint8Array,
): Result<TraceRequest> {
  if (at !== undefined && inport !== undefined) return bad('--at and --inport exclude each other');
  if (inport !== undefined) {
    const place = placeOfPort(deployment, inport);
    return place ? ok(within(place, bytes)) : bad(`logical port '${inport}' is not plugged in anywhere`);
  }
  const slash = at?.indexOf('/') ?? -1;
  if (at === undefined || slash < 0)
    return bad('where does the packet enter? Say it with --at MACHINE/IFACE or --inport PORT.');
  return ok({ machine: at.slice(0, slash), iface: at.slice(slash + 1), bytes });
}

/** A container's packets leave its VM with the container's tag. */
function within({ machine, iface, tag }: Place, bytes: Uint8Array): TraceRequest {
  const [ethernet, ...rest] = toSpecs(bytes);
  if (tag === undefined || ethernet?.protocol !== 'ethernet' || rest[0]?.protocol === 'vlan')
    return { machine, iface, bytes };
  const ends = { src: ethernet.src ?? '', dst: ethernet.dst ?? '' };
  const tagged = encodeTrusted([{ protocol: 'ethernet', ...ends }, { protocol: 'vlan', vid: tag }, ...rest]);
  return { machine, iface, bytes: tagged };
}

function noPort({ deployment }: ReadScenario, option: string, name: string | undefined): string {
  if (name === undefined) return 'no port with an address is plugged in, so nobody can send anything';
  const exists = deployment.release.northbound.findPort(deployment.nb, name).ok;
  return exists
    ? `${option}: '${name}' is not plugged in anywhere, or has no address`
    : `${option}: there is no logical port '${name}'`;
}

function known({ packets }: ReadScenario): string {
  if (packets.length === 0) return '';
  return `\n  The scenario has ${list(packets.map(({ name }) => `'${name}'`))}.`;
}

/** The problem of a text with the text below it, what is at fault underlined. */
function located(option: string, text: string, problem: Problem): Problem {
  const lines = [`${option}: ${problem.message}`];
  const { range } = problem;
  if (range && !text.includes('\n')) {
    const width = Math.max(1, Math.min(range.end, text.length) - range.start);
    lines.push(`  ${text}`, `  ${' '.repeat(range.start)}${'^'.repeat(width)}`);
  }
  if (problem.hint !== undefined) lines.push(`  ${problem.hint}`);
  return { ...problem, message: lines.join('\n') };
}

function list(items: readonly string[], word = 'and'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1) ?? ''}`;
}

function bad(message: string): { readonly ok: false; readonly error: Problem } {
  return err({ code: 'bad-packet', message });
}
