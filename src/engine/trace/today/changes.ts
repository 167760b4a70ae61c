/** What actions made of a packet, in the words of the logical language: fields by their symbols, ports by their names. */
import type { MatchSymbol } from '../../match';
import {
  FIELD_NAMES,
  FIELDS,
  formatFieldValue,
  formatIpv4,
  getField,
  getNumber,
  hasPrerequisites,
  type FieldName,
  type Flow,
} from '../../openflow';
import type { FieldChange } from '../types';
import type { TodayNetwork } from './network';

/** Scratch registers of 32 bits; wider ones are made of them. */
const SCRATCH = ['reg0', 'reg1', 'reg2', 'reg3', 'reg4', 'reg5', 'reg6', 'reg7', 'reg8', 'reg9'] as const;

/** Of the language, but told otherwise, or by the steps themselves. */
const APART: ReadonlySet<FieldName> = new Set<FieldName>([
  ...SCRATCH,
  'reg10',
  'reg11',
  'reg12',
  'reg13',
  'reg14',
  'reg15',
  'xreg0',
  'xreg1',
  'xreg2',
  'xreg3',
  'xreg4',
  'xreg5',
  'xreg6',
  'xreg7',
  'xxreg0',
  'xxreg1',
  'xxreg2',
  'xxreg3',
  'metadata',
  'in_port',
  'recirc_id',
  'tun_id',
  'tun_src',
  'tun_dst',
]);

export function logicalChanges(network: TodayNetwork, before: Flow, after: Flow): readonly FieldChange[] {
  if (before === after) return [];
  const datapath = network.datapathOf(before);
  const changes: FieldChange[] = [];
  for (const [field, name] of [
    ['reg14', 'inport'],
    ['reg15', 'outport'],
  ] as const) {
    const [was, is] = [getNumber(before, field), getNumber(after, field)];
    const named = (key: number) => (key === 0 ? '""' : `"${network.portName(datapath, key)}"`);
    if (was !== is) changes.push({ field: name, before: named(was), after: named(is) });
  }
  const text = (field: string) => (datapath?.kind === 'router' && ADDRESSES.has(field) ? address : hex);
  for (const field of SCRATCH)
    changes.push(...bitsChanged(field, getNumber(before, field), getNumber(after, field), text(field)));
  changes.push(...flagsChanged(network, getNumber(before, 'reg10'), getNumber(after, 'reg10')));
  for (const field of FIELD_NAMES) {
    const name = APART.has(field) ? undefined : nameOf(network, field);
    // Of fields that share a place the packet has at most one.
    if (name === undefined || !hasPrerequisites(after, FIELDS[field].needs)) continue;
    const [was, is] = [getField(before, field), getField(after, field)];
    if (was !== is)
      changes.push({ field: name, before: formatFieldValue(field, was), after: formatFieldValue(field, is) });
  }
  return changes;
}

/** A register of which one bit changed is told by that bit. */
function bitsChanged(field: string, was: number, is: number, text: (value: number) => string): readonly FieldChange[] {
  const different = (was ^ is) >>> 0;
  if (different === 0) return [];
  const bit = 31 - Math.clz32(different);
  if (different === 2 ** bit)
    return [{ field: `${field}[${bit}]`, before: String((was >>> bit) & 1), after: String((is >>> bit) & 1) }];
  return [{ field, before: text(was), after: text(is) }];
}

/** Registers in which routers keep the next hop and their own address there. */
const ADDRESSES: ReadonlySet<string> = new Set(['reg0', 'reg5']);

function address(value: number): string {
  return value === 0 ? '0' : formatIpv4(BigInt(value >>> 0));
}

function hex(value: number): string {
  return value === 0 ? '0' : `0x${(value >>> 0).toString(16)}`;
}

/** Bits of the flags that the language names; the others are between the tables of the switch. */
function flagsChanged({ language }: TodayNetwork, was: number, is: number): readonly FieldChange[] {
  if (was === is) return [];
  const changes: FieldChange[] = [];
  for (const symbol of language.symbols.symbols.values()) {
    if (symbol.parent?.name !== 'flags') continue;
    const read = (value: number) => (value >>> symbol.parentOffset) & (2 ** symbol.width - 1);
    if (read(was) !== read(is))
      changes.push({ field: symbol.name, before: String(read(was)), after: String(read(is)) });
  }
  return changes;
}

const names = new WeakMap<object, ReadonlyMap<FieldName, string>>();

/** The symbol of a whole field. */
function nameOf({ language: { symbols } }: TodayNetwork, field: FieldName): string | undefined {
  let found = names.get(symbols);
  if (found === undefined) names.set(symbols, (found = namesOf(symbols.symbols.values())));
  return found.get(field);
}

function namesOf(symbols: Iterable<MatchSymbol>): ReadonlyMap<FieldName, string> {
  const found = new Map<FieldName, string>();
  for (const { field, parent, name } of symbols)
    if (field !== undefined && parent === undefined && !found.has(field)) found.set(field, name);
  return found;
}
