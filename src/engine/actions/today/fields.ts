/** Actions on fields: writing, copying, exchanging, and a stack. */
import { bitsToBigInt, type FieldReference, type IntegerConstant } from '../../match';
import type { OfAction } from '../../openflow';
import { widthOf } from '../assignment';
import { formatConstant } from './constants';
import { formatField, maskFor, numberBytes, placeOf, type TodayKind } from './kind';
import type { ActionReader } from './reader';

export interface LoadAction {
  readonly kind: 'load';
  readonly target: FieldReference;
  /** The name of a logical port, or a number. */
  readonly constant: string | IntegerConstant;
}

/** Reads the constant of `field = constant`. */
export function readLoad(reader: ActionReader): LoadAction | FragMtuAction {
  const { target } = reader;
  reader.checkType(target, target.bits, 'write');
  const constant = reader.constant();
  const { name, width } = target.symbol;
  const isString = typeof constant === 'string';
  if (width > 0 === isString) {
    const field = width > 0 ? 'Integer' : 'String';
    reader.fail(
      `${field} field ${name} is not compatible with ${isString ? 'string' : 'integer'} constant.`,
      'type-mismatch',
    );
  }
  const needed = isString ? 0 : widthOf(constant);
  if (needed > width) {
    reader.fail(`${needed}-bit constant is not compatible with ${width}-bit field ${name}.`, 'type-mismatch');
  }
  if (target.symbol.field === undefined && target.symbol.parent === undefined && !isString) {
    return { kind: 'frag_mtu', target, value: bitsToBigInt(constant.value) };
  }
  return { kind: 'load', target, constant };
}

export const load: TodayKind<LoadAction> = {
  document: {
    form: 'FIELD = CONSTANT;',
    text: 'Writes the constant into the field, or into the bits of it that are named; inport and outport take a port’s name.',
  },
  form: 'assignment',
  parse(reader) {
    const read = readLoad(reader);
    if (read.kind !== 'load') throw new Error('A field that only actions know is no load');
    return read;
  },
  format: ({ target, constant }) => `${formatField(target)} = ${formatConstant(constant)};`,
  encode({ target, constant }, { lookupPort }) {
    const { field, offset, bits } = placeOf(target);
    if (typeof constant === 'string') return [{ type: 'set_field', field, value: BigInt(lookupPort(constant) ?? 0) }];
    const ones = (1n << BigInt(bits)) - 1n;
    const mask = constant.mask === undefined ? ones : bitsToBigInt(constant.mask) & ones;
    const value = bitsToBigInt(constant.value) & ones;
    const shift = BigInt(offset);
    return [{ type: 'set_field', field, value: value << shift, ...maskFor(field, mask << shift) }];
  },
};

/** `icmp4.frag_mtu = N;`: a note to ovn-controller, which makes the ICMP error. */
export interface FragMtuAction {
  readonly kind: 'frag_mtu';
  readonly target: FieldReference;
  readonly value: bigint;
}

export const fragMtu: TodayKind<FragMtuAction> = {
  document: {
    form: 'icmp4.frag_mtu = N;',
    text: 'Sets the MTU in the ICMP error that is being made; icmp6.frag_mtu likewise.',
  },
  form: 'assignment',
  parse(reader) {
    const read = readLoad(reader);
    if (read.kind !== 'frag_mtu') throw new Error('An ordinary field is a load');
    return read;
  },
  format: ({ target, value }) => `${target.symbol.name} = ${value & 0xffffn};`,
  encode({ target: { symbol }, value }) {
    // `ovn`, a zero, the number of the field and two zeros come before the value.
    const header = [0x6f, 0x76, 0x6e, 0, 0, symbol.width === 16 ? 0 : 1, 0, 0];
    return [{ type: 'note', bytes: [...header, ...numberBytes(value, symbol.width / 8)] }];
  },
};

export interface MoveAction<K extends 'move' | 'exchange'> {
  readonly kind: K;
  readonly target: FieldReference;
  readonly source: FieldReference;
}

/** Reads the field after `=` or `<->`. */
function readSource<K extends 'move' | 'exchange'>(kind: K, reader: ActionReader): MoveAction<K> {
  const { target } = reader;
  const source = reader.field();
  const exchange = kind === 'exchange';
  const name = ({ symbol }: FieldReference) => `${symbol.width > 0 ? 'integer' : 'string'} field (${symbol.name})`;
  if (target.symbol.width > 0 !== source.symbol.width > 0) {
    reader.fail(
      exchange
        ? `Can't exchange ${name(target)} with ${name(source)}.`
        : `Can't assign ${name(source)} to ${name(target)}.`,
      'type-mismatch',
    );
  }
  if (target.bits !== source.bits) {
    reader.fail(
      exchange
        ? `Can't exchange ${target.bits}-bit field with ${source.bits}-bit field.`
        : `Can't assign ${source.bits}-bit value to ${target.bits}-bit destination.`,
      'type-mismatch',
    );
  }
  reader.checkType(target, target.bits, 'write');
  reader.checkType(source, source.bits, exchange ? 'write' : 'read');
  return { kind, target, source };
}

export const move: TodayKind<MoveAction<'move'>> = {
  document: { form: 'FIELD = FIELD;', text: 'Copies a field, or as many bits of one, into another.' },
  form: 'assignment',
  parse: (reader) => readSource('move', reader),
  format: ({ target, source }) => `${formatField(target)} = ${formatField(source)};`,
  encode: ({ target, source }) => [{ type: 'move', source: placeOf(source), target: placeOf(target) }],
};

export const exchange: TodayKind<MoveAction<'exchange'>> = {
  document: { form: 'FIELD <-> FIELD;', text: 'Exchanges two fields of the same width.' },
  form: 'assignment',
  parse: (reader) => readSource('exchange', reader),
  format: ({ target, source }) => `${formatField(target)} <-> ${formatField(source)};`,
  encode({ target, source }): readonly OfAction[] {
    const [left, right] = [placeOf(target), placeOf(source)];
    return [
      { type: 'push', ...right },
      { type: 'push', ...left },
      { type: 'pop', ...right },
      { type: 'pop', ...left },
    ];
  },
};

export interface StackAction<K extends 'push' | 'pop'> {
  readonly kind: K;
  readonly field: FieldReference;
}

function stack<K extends 'push' | 'pop'>(kind: K, text: string): TodayKind<StackAction<K>> {
  return {
    document: { form: `${kind}(FIELD);`, text },
    form: 'statement',
    parse(reader) {
      reader.expect('(');
      const field = reader.field();
      reader.checkType(field, field.bits, kind === 'pop' ? 'write' : 'read');
      reader.expect(')');
      return { kind, field };
    },
    format: ({ field }) => `${kind}(${formatField(field)});`,
    encode: ({ field }) => [{ type: kind, ...placeOf(field) }],
  };
}

export const push = stack('push', 'Keeps the field on a stack.');
export const pop = stack('pop', 'Writes what was last put on the stack into the field.');

export interface DecTtlAction {
  readonly kind: 'dec_ttl';
}

export const decTtl: TodayKind<DecTtlAction> = {
  document: { form: 'ip.ttl--;', text: 'Takes one off the time to live; a packet that has none left is dropped.' },
  form: 'statement',
  parse(reader) {
    reader.expect('--');
    reader.demand('ip');
    return { kind: 'dec_ttl' };
  },
  format: () => 'ip.ttl--;',
  encode: () => [{ type: 'dec_ttl', controllers: [] }],
};
