/** Results without arguments: what tables know of a packet or its connection, and whether it is long. */
import type { FieldReference } from '../../match';
import { type FieldName, type OfAction } from '../../openflow';
import { takeCall } from './balancing';
import { formatField, placeOf, put, resubmit, toController, type EncodingContext, type TodayKind } from './kind';
import { FLAG_BITS, type OpenFlowTables } from './language';
import { answer, ask } from './neighbours';
import type { ActionReader } from './reader';
import type { ResultBit } from './userdata';

/** A table that is asked; `output` is none. */
type AnswerTable = Exclude<keyof OpenFlowTables, 'output'>;

export interface ResultAction<K extends string> {
  readonly kind: K;
  readonly target: FieldReference;
}

function readResult<K extends string>(kind: K, bits: number, reader: ActionReader): ResultAction<K> {
  const { target } = reader;
  takeCall(reader);
  if (!reader.accept(')')) reader.fail(`${kind} doesn't take any parameters`, 'syntax-error');
  reader.checkType(target, bits, 'write');
  return { kind, target };
}

/** A bit that a table leaves in the flags. */
function flag<K extends string>(
  kind: K,
  bit: keyof typeof FLAG_BITS,
  table: AnswerTable,
  text: string,
): TodayKind<ResultAction<K>> {
  return {
    document: { form: `FIELD = ${kind}();`, text },
    form: 'result',
    parse: (reader) => readResult(kind, 1, reader),
    format: ({ target }) => `${formatField(target)} = ${kind}();`,
    encode: ({ target }, context) => [
      ...ask(context, FLAG_BITS[bit], context.language.tables[table]),
      answer(context, FLAG_BITS[bit], target),
    ],
  };
}

export const chkLbHairpin = flag(
  'chk_lb_hairpin',
  'lookupHairpin',
  'hairpin',
  'Whether a load balancer sends the packet back to its sender.',
);
export const chkLbHairpinReply = flag(
  'chk_lb_hairpin_reply',
  'lookupHairpin',
  'hairpinReply',
  'Whether it is the reply to such a packet.',
);
export const checkInPortSec = flag(
  'check_in_port_sec',
  'portSecurity',
  'inPortSecurity',
  'Whether port security refuses what comes from inport.',
);
export const checkOutPortSec = flag(
  'check_out_port_sec',
  'portSecurity',
  'outPortSecurity',
  'Whether port security refuses what goes to outport.',
);
export const chkEcmpNhMac = flag(
  'chk_ecmp_nh_mac',
  'ecmpNextHop',
  'ecmpNextHopMac',
  'Whether the next hop of the connection is known with this address.',
);
export const chkEcmpNh = flag(
  'chk_ecmp_nh',
  'ecmpNextHop',
  'ecmpNextHop',
  'Whether the next hop of the connection is known.',
);
export const chkLbAff = flag('chk_lb_aff', 'affinity', 'affinity', 'Whether the client has a backend that it keeps.');

/** What a table leaves in a register: kept aside while it is asked, unless it is where the result goes. */
function original<K extends string>(
  kind: K,
  bits: number,
  table: AnswerTable,
  part: 'ip4' | 'ip6' | 'port' | 'protocol',
  text: string,
): TodayKind<ResultAction<K>> {
  return {
    document: { form: `FIELD = ${kind}();`, text },
    form: 'result',
    parse: (reader) => readResult(kind, bits, reader),
    format: ({ target }) => `${formatField(target)} = ${kind}();`,
    encode({ target }, context): readonly OfAction[] {
      const { original: registers } = context.language.registers;
      const result = registers[part];
      const place = { field: result, offset: 0, bits };
      const { field, offset } = placeOf(target);
      const asked = askRegister(context, result, bits, table, target);
      if (!registers.kept || (field === result && offset === 0)) return asked;
      return [{ type: 'push', ...place }, ...asked, { type: 'pop', ...place }];
    },
  };
}

function askRegister(
  { language: { tables } }: EncodingContext,
  field: FieldName,
  bits: number,
  table: AnswerTable,
  target: FieldReference,
): readonly OfAction[] {
  return [
    // At most 64 bits are written at a time.
    put(field, 0n, 0, Math.min(bits, 64)),
    ...(bits > 64 ? [put(field, 0n, 64, bits - 64)] : []),
    resubmit(tables[table]),
    { type: 'move', source: { field, offset: 0, bits }, target: placeOf(target) },
  ];
}

export const ctNwDst = original(
  'ct_nw_dst',
  32,
  'originalIp4',
  'ip4',
  'The IPv4 address that the connection was opened to.',
);
export const ctIp6Dst = original(
  'ct_ip6_dst',
  128,
  'originalIp6',
  'ip6',
  'The IPv6 address that the connection was opened to.',
);
export const ctTpDst = original('ct_tp_dst', 16, 'originalPort', 'port', 'The port that the connection was opened to.');
export const ctProto = original('ct_proto', 8, 'originalProtocol', 'protocol', 'The protocol of the connection.');

export const ctStateSave: TodayKind<ResultAction<'ct_state_save'>> = {
  document: { form: 'FIELD = ct_state_save();', text: 'What the connection tracker said, to be looked at later.' },
  form: 'result',
  parse: (reader) => readResult('ct_state_save', 8, reader),
  format: ({ target }) => `${formatField(target)} = ct_state_save();`,
  encode: ({ target }, context) => askRegister(context, context.language.registers.savedState, 8, 'stateSave', target),
};

export const dnsLookup: TodayKind<ResultAction<'dns_lookup'>> = {
  document: {
    form: 'FIELD = dns_lookup();',
    text: 'Lets ovn-controller answer a DNS query out of the DNS table; whether it could.',
  },
  form: 'result',
  parse(reader) {
    const read = readResult('dns_lookup', 1, reader);
    reader.demand('udp');
    return read;
  },
  format: ({ target }) => `${formatField(target)} = dns_lookup();`,
  encode: ({ target }, context) => [
    toController(context, 'dns_lookup', { target: resultBit(target) }, { pause: true }),
  ],
};

/** Where ovn-controller is to write its answer. */
export function resultBit(target: FieldReference): ResultBit {
  const { field, offset } = placeOf(target);
  return { field, offset };
}

export interface CheckPktLargerAction {
  readonly kind: 'check_pkt_larger';
  readonly target: FieldReference;
  readonly length: number;
}

export const checkPktLarger: TodayKind<CheckPktLargerAction> = {
  document: { form: 'FIELD = check_pkt_larger(LENGTH);', text: 'Whether the packet is longer than LENGTH bytes.' },
  form: 'result',
  parse(reader) {
    const { target } = reader;
    reader.checkType(target, 1, 'write');
    takeCall(reader);
    // OVN does not say that it wanted a number here, but only that the action should have ended.
    const length = reader.smallInteger() ?? reader.failSyntax("expecting `;'");
    reader.expect(')');
    // It keeps 16 bits of it.
    return { kind: 'check_pkt_larger', target, length: length & 0xffff };
  },
  format: ({ target, length }) => `${formatField(target)} = check_pkt_larger(${length});`,
  encode: ({ target, length }) => [{ type: 'check_pkt_larger', length, target: placeOf(target) }],
};

export interface DhcpRelayAction<K extends 'dhcp_relay_req_chk' | 'dhcp_relay_resp_chk'> {
  readonly kind: K;
  readonly target: FieldReference;
  readonly relay: bigint;
  readonly server: bigint;
}
