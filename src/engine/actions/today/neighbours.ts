/** Addresses that were learnt: of neighbours (ARP and neighbour discovery), and of switch ports. */
import type { FieldReference } from '../../match';
import { wholeField, type FieldName, type OfAction } from '../../openflow';
import { takeCall } from './balancing';
import {
  formatField,
  placeOf,
  put,
  resubmit,
  settingUp,
  toController,
  withArguments,
  type EncodingContext,
  type TodayKind,
} from './kind';
import { FLAG_BITS } from './language';
import type { ActionReader } from './reader';

/** Widths of the arguments: 0 for a logical port. */
const PORT = 0;
const MAC = 48;
const widthOf = (version: 4 | 6) => (version === 4 ? 32 : 128);

function readArguments<N extends readonly number[]>(
  reader: ActionReader,
  widths: N,
): { [I in keyof N]: FieldReference };
function readArguments(reader: ActionReader, widths: readonly number[]): readonly FieldReference[] {
  const fields = widths.map((width, i) => {
    if (i > 0) reader.expect(',');
    return reader.fieldOf(width);
  });
  reader.expect(')');
  return fields;
}

const call = (name: string, ...fields: readonly FieldReference[]) => `${name}(${fields.map(formatField).join(', ')})`;

export interface GetMacAction<K extends 'get_arp' | 'get_nd'> {
  readonly kind: K;
  readonly port: FieldReference;
  readonly ip: FieldReference;
}

function getMac<K extends 'get_arp' | 'get_nd'>(kind: K, version: 4 | 6): TodayKind<GetMacAction<K>> {
  return {
    document: {
      form: `${kind}(PORT, IP);`,
      text: 'Writes the Ethernet address of the neighbour into eth.dst, zeros if it is unknown.',
    },
    form: 'statement',
    parse(reader) {
      reader.expect('(');
      const [port, ip] = readArguments(reader, [PORT, widthOf(version)] as const);
      return { kind, port, ip };
    },
    format: ({ port, ip }) => `${call(kind, port, ip)};`,
    encode: ({ port, ip }, { language: { registers, tables } }) =>
      withArguments(
        [
          { from: port, to: registers.outport },
          { from: ip, to: version === 4 ? 'reg0' : 'xxreg1' },
        ],
        [put('eth_dst', 0n), resubmit(tables.macBinding)],
      ),
  };
}

export const getArp = getMac('get_arp', 4);
export const getNd = getMac('get_nd', 6);

export interface PutMacAction<K extends 'put_arp' | 'put_nd'> {
  readonly kind: K;
  readonly port: FieldReference;
  readonly ip: FieldReference;
  readonly mac: FieldReference;
}

function putMac<K extends 'put_arp' | 'put_nd'>(kind: K, version: 4 | 6): TodayKind<PutMacAction<K>> {
  return {
    document: {
      form: `${kind}(PORT, IP, MAC);`,
      text: 'Tells ovn-controller a neighbour’s address, which it writes into MAC_Binding.',
    },
    form: 'statement',
    parse(reader) {
      reader.expect('(');
      const [port, ip, mac] = readArguments(reader, [PORT, widthOf(version), MAC] as const);
      return { kind, port, ip, mac };
    },
    format: ({ port, ip, mac }) => `${call(kind, port, ip, mac)};`,
    encode: (action, context) => withArguments(ofSender(action, version, context), [toController(context, kind, {})]),
  };
}

export const putArp = putMac('put_arp', 4);
export const putNd = putMac('put_nd', 6);

interface Neighbour {
  readonly port: FieldReference;
  readonly ip: FieldReference;
  readonly mac: FieldReference;
}

function ofSender({ port, ip, mac }: Neighbour, version: 4 | 6, { language: { registers } }: EncodingContext) {
  return [
    { from: port, to: registers.inport },
    { from: ip, to: version === 4 ? ('reg0' as const) : ('xxreg0' as const) },
    { from: mac, to: 'eth_src' as const },
  ];
}

export interface LookupMacAction<K extends 'lookup_arp' | 'lookup_nd'> extends Neighbour {
  readonly kind: K;
  readonly target: FieldReference;
}

function lookupMac<K extends 'lookup_arp' | 'lookup_nd'>(kind: K, version: 4 | 6): TodayKind<LookupMacAction<K>> {
  return {
    document: { form: `FIELD = ${kind}(PORT, IP, MAC);`, text: 'Whether that neighbour is known with that address.' },
    form: 'result',
    parse(reader) {
      const { target } = reader;
      reader.checkType(target, 1, 'write');
      takeCall(reader);
      const [port, ip, mac] = readArguments(reader, [PORT, widthOf(version), MAC] as const);
      return { kind, target, port, ip, mac };
    },
    format: ({ target, port, ip, mac }) => `${formatField(target)} = ${call(kind, port, ip, mac)};`,
    encode: (action, context) =>
      withArguments(ofSender(action, version, context), [
        ...ask(context, FLAG_BITS.lookupMac, context.language.tables.macLookup),
        answer(context, FLAG_BITS.lookupMac, action.target),
      ]),
  };
}

export const lookupArp = lookupMac('lookup_arp', 4);
export const lookupNd = lookupMac('lookup_nd', 6);

export interface LookupIpAction<K extends 'lookup_arp_ip' | 'lookup_nd_ip'> {
  readonly kind: K;
  readonly target: FieldReference;
  readonly port: FieldReference;
  readonly ip: FieldReference;
}

function lookupIp<K extends 'lookup_arp_ip' | 'lookup_nd_ip'>(kind: K, version: 4 | 6): TodayKind<LookupIpAction<K>> {
  return {
    document: { form: `FIELD = ${kind}(PORT, IP);`, text: 'Whether an address of that neighbour is known.' },
    form: 'result',
    parse(reader) {
      const { target } = reader;
      reader.checkType(target, 1, 'write');
      takeCall(reader);
      const [port, ip] = readArguments(reader, [PORT, widthOf(version)] as const);
      return { kind, target, port, ip };
    },
    format: ({ target, port, ip }) => `${formatField(target)} = ${call(kind, port, ip)};`,
    encode({ target, port, ip }, context): readonly OfAction[] {
      const { registers, tables } = context.language;
      // The table writes what it finds into eth_dst, which must not show.
      return withArguments(
        [
          { from: port, to: registers.outport },
          { from: ip, to: version === 4 ? 'reg0' : 'xxreg1' },
        ],
        [
          { type: 'push', ...wholeField('eth_dst') },
          ...ask(context, FLAG_BITS.lookupMac, tables.macBinding),
          answer(context, FLAG_BITS.lookupMac, target),
          { type: 'pop', ...wholeField('eth_dst') },
        ],
      );
    },
  };
}

export const lookupArpIp = lookupIp('lookup_arp_ip', 4);
export const lookupNdIp = lookupIp('lookup_nd_ip', 6);

export interface PutFdbAction {
  readonly kind: 'put_fdb';
  readonly port: FieldReference;
  readonly mac: FieldReference;
}

export const putFdb: TodayKind<PutFdbAction> = {
  document: {
    form: 'put_fdb(PORT, MAC);',
    text: 'Tells ovn-controller behind which port an address is, which it writes into FDB.',
  },
  form: 'statement',
  parse(reader) {
    reader.expect('(');
    const [port, mac] = readArguments(reader, [PORT, MAC] as const);
    return { kind: 'put_fdb', port, mac };
  },
  format: ({ port, mac }) => `${call('put_fdb', port, mac)};`,
  encode: ({ port, mac }, context) =>
    withArguments(
      [
        { from: port, to: context.language.registers.inport },
        { from: mac, to: 'eth_src' },
      ],
      [toController(context, 'put_fdb', {})],
    ),
};

export interface GetFdbAction<K extends 'get_fdb' | 'get_remote_fdb'> {
  readonly kind: K;
  readonly target: FieldReference;
  readonly mac: FieldReference;
}

function getFdb<K extends 'get_fdb' | 'get_remote_fdb'>(kind: K, text: string): TodayKind<GetFdbAction<K>> {
  return {
    document: { form: `FIELD = ${kind}(MAC);`, text },
    form: 'result',
    parse(reader) {
      const { target } = reader;
      takeCall(reader);
      if (target.bits > 0) reader.checkType(target, 32, 'write');
      const [mac] = readArguments(reader, [MAC] as const);
      return { kind, target, mac };
    },
    format: ({ target, mac }) => `${formatField(target)} = ${call(kind, mac)};`,
    encode({ target, mac }, { language: { registers, tables } }): readonly OfAction[] {
      const remote = kind === 'get_remote_fdb';
      const found: FieldName = remote ? registers.remoteOutport : registers.outport;
      const place = placeOf(target);
      const table = remote ? tables.remoteFdb : tables.fdb;
      return [
        ...withArguments([{ from: mac, to: 'eth_dst' }], [put(found, 0n), resubmit(table)]),
        ...(place.field === found ? [] : [{ type: 'move' as const, source: wholeField(found), target: place }]),
      ];
    },
  };
}

export const getFdbLocal = getFdb('get_fdb', 'The port behind which the address was learnt.');
export const getFdbRemote = getFdb('get_remote_fdb', 'The remote tunnel endpoint behind which the address was learnt.');

export interface LookupFdbAction {
  readonly kind: 'lookup_fdb';
  readonly target: FieldReference;
  readonly port: FieldReference;
  readonly mac: FieldReference;
}

export const lookupFdb: TodayKind<LookupFdbAction> = {
  document: { form: 'FIELD = lookup_fdb(PORT, MAC);', text: 'Whether the address is known to be behind that port.' },
  form: 'result',
  parse(reader) {
    const { target } = reader;
    takeCall(reader);
    reader.checkType(target, 1, 'write');
    const [port, mac] = readArguments(reader, [PORT, MAC] as const);
    return { kind: 'lookup_fdb', target, port, mac };
  },
  format: ({ target, port, mac }) => `${formatField(target)} = ${call('lookup_fdb', port, mac)};`,
  encode({ target, port, mac }, context) {
    const [set, restore] = settingUp([
      { from: port, to: context.language.registers.inport },
      { from: mac, to: 'eth_src' },
    ]);
    // The answer is read after what was there is back, unlike that of lookup_arp.
    return [
      ...set,
      ...ask(context, FLAG_BITS.lookupFdb, context.language.tables.fdbLookup),
      ...restore,
      answer(context, FLAG_BITS.lookupFdb, target),
    ];
  },
};

/** Clears the bit of the answer and looks it up. */
export function ask({ language: { registers } }: EncodingContext, bit: number, table: number): readonly OfAction[] {
  return [put(registers.flags, 0n, bit, 1), resubmit(table)];
}

export function answer({ language: { registers } }: EncodingContext, bit: number, target: FieldReference): OfAction {
  return { type: 'move', source: { field: registers.flags, offset: bit, bits: 1 }, target: placeOf(target) };
}
