/** Flows as a controller wants them, and the actions that its own rules are made of. */
import type { Uuid } from '../../../base';
import {
  FIELDS,
  matchFrom,
  onesOf,
  wholeField,
  type FieldName,
  type FlowEntry,
  type MatchTerm,
  type OfAction,
} from '../../../openflow';
import { language26_03 } from '../language';

/** A flow with the southbound row that it was made from; absent for those that every hypervisor has. */
export interface WantedFlow extends FlowEntry {
  readonly row: Uuid | undefined;
}

const { tables, registers } = language26_03;

/** OpenFlow tables that no logical action names, besides those of the language. */
export const TABLES = {
  ...tables,
  physicalToLogical: 0,
  largePackets: 42,
  largePacketErrors: 43,
  remoteOutput: 44,
  remoteRampOutput: 45,
  localOutput: 46,
  checkLoopback: 47,
  saveInport: 64,
  logicalToPhysical: 65,
  inPortSecurityNd: 74,
  zoneLookup: 80,
} as const;

export const REGISTERS = { ...registers, encap: 'reg13', tunnel: 'reg5', result: 'xxreg1' } as const;

/** Bits of the flags register. */
export const FLAGS = {
  allowLoopback: 0,
  fromRamp: 1,
  localOnly: 4,
  nestedContainer: 5,
  lookupMac: 6,
  lookupHairpin: 7,
  lookupFdb: 8,
  localport: 10,
  portSecurity: 12,
  localnet: 15,
  fromTunnel: 16,
  overrideLocalOnly: 18,
  recirculated: 24,
} as const;

export type Flag = keyof typeof FLAGS;

/** In the order in which they are cleared between pipelines. */
export const LOGICAL_REGISTERS = [
  'reg0',
  'reg1',
  'reg2',
  'reg3',
  'reg4',
  'reg5',
  'reg6',
  'reg7',
  'reg8',
  'reg9',
] as const satisfies readonly FieldName[];

/** No port at all: Open vSwitch sends nothing back to where a packet came from, which is this then. */
export const NO_PORT = 0xffff;

export const ETH = { ip4: 0x0800, ip6: 0x86dd, arp: 0x0806, rarp: 0x8035 } as const;
export const IP_PROTOCOL = { icmp: 1, tcp: 6, udp: 17, icmp6: 58, sctp: 132 } as const;

/** Its first 32 bits tell people and tools which row a flow is from. */
export function cookieOf(row: Uuid | undefined): bigint {
  return row === undefined ? 0n : BigInt(`0x${row.slice(0, 8)}`);
}

export function flow(
  row: Uuid | undefined,
  table: number,
  priority: number,
  terms: readonly Term[],
  actions: readonly OfAction[],
): WantedFlow {
  return { table, priority, match: matchFrom(terms.map(toMatchTerm)), actions, cookie: cookieOf(row), row };
}

/** A field and what it must be, with a mask where it is not all of it. */
export type Term = readonly [field: FieldName, value: number | bigint, mask?: number | bigint];

function toMatchTerm([field, value, mask]: Term): MatchTerm {
  return { field, value: BigInt(value), ...(mask === undefined ? {} : { mask: BigInt(mask) }) };
}

/** The packet comes from this port of this datapath, or goes to it. */
export function inport(datapath: number, port: number): readonly Term[] {
  return [
    ['metadata', datapath],
    [REGISTERS.inport, port],
  ];
}

export function outport(datapath: number, port: number): readonly Term[] {
  return [
    ['metadata', datapath],
    [REGISTERS.outport, port],
  ];
}

/** These flags are set; those of `without` are not. */
export function flagged(set: readonly Flag[], without: readonly Flag[] = []): Term {
  const value = bits(set);
  return [REGISTERS.flags, value, value | bits(without)];
}

function bits(flags: readonly Flag[]): number {
  return flags.reduce((sum, each) => sum | (1 << FLAGS[each]), 0) >>> 0;
}

/** Writes a number into the field, or into some of its bits. */
export function load(
  field: FieldName,
  value: number | bigint,
  offset = 0,
  width: number = FIELDS[field].bits,
): OfAction {
  const mask = ((1n << BigInt(width)) - 1n) << BigInt(offset);
  // Open vSwitch tells a whole field by its bytes.
  const whole = mask === onesOf(field) && FIELDS[field].bits % 8 === 0;
  return { type: 'set_field', field, value: BigInt(value) << BigInt(offset), ...(whole ? {} : { mask }) };
}

export function setFlag(which: Flag, value: 0 | 1 = 1): OfAction {
  return load(REGISTERS.flags, value, FLAGS[which], 1);
}

export function move(from: FieldName, fromBit: number, to: FieldName, toBit: number, width: number): OfAction {
  return {
    type: 'move',
    source: { field: from, offset: fromBit, bits: width },
    target: { field: to, offset: toBit, bits: width },
  };
}

export function resubmit(table: number): OfAction {
  return { type: 'resubmit', table };
}

export function output(port: number): OfAction {
  return { type: 'output', port };
}

export function push(field: FieldName): OfAction {
  return { type: 'push', ...wholeField(field) };
}

export function pop(field: FieldName): OfAction {
  return { type: 'pop', ...wholeField(field) };
}

/** Does `actions` to a packet that seems to come from nowhere, so that it may return to where it came from. */
export function fromNowhere(actions: readonly OfAction[]): readonly OfAction[] {
  return [push('in_port'), load('in_port', NO_PORT), ...actions, pop('in_port')];
}

export const STRIP_VLAN: OfAction = { type: 'strip_vlan', pop: true };

export function clearRegisters(): readonly OfAction[] {
  return LOGICAL_REGISTERS.map((register) => load(register, 0));
}
