/** Choosing: backends of load balancers, members of a group, ports that forward. */
import { formatField, outputTable, placeOf, type EncodingContext, type TodayKind } from './kind';
import { formatAddress, refuseLastTable, track, zoneOf } from './conntrack';
import type { FieldReference } from '../../match';
import { FIELDS } from '../../openflow';
import type { ActionReader } from './reader';

type LbWord = 'ct_lb' | 'ct_lb_mark' | 'ct_lb_mark_local';

export interface Backend {
  readonly family: 4 | 6;
  readonly address: bigint;
  /** 0: the port of the packet. */
  readonly port: number;
  /** Of a distributed load balancer: where the backend is. */
  readonly logicalPort?: string;
}

/** Without backends: the translation that the connection has. */
export interface CtLbAction<K extends LbWord> {
  readonly kind: K;
  readonly table: number;
  readonly backends: readonly Backend[];
  readonly hashFields?: string;
  readonly snat?: 'skip_snat' | 'force_snat';
}

/** What the connection is marked with, as value and mask. */
const NATTED = '2/2';
const SNAT_FLAGS = { skip_snat: '4/4', force_snat: '8/8' } as const;

function ctLb<K extends LbWord>(kind: K, text: string): TodayKind<CtLbAction<K>> {
  const isLocal = kind === 'ct_lb_mark_local';
  return {
    document: {
      form: `${kind}(backends=${isLocal ? '"PORT":' : ''}ADDRESS:PORT,…; hash_fields="FIELDS"; skip_snat);`,
      text,
    },
    form: 'statement',
    parse(reader) {
      refuseLastTable(reader, 'ct_lb');
      reader.demand('ip');
      const base = { kind, table: reader.nextTable };
      if (!reader.accept('(') || reader.accept(')')) return { ...base, backends: [] };
      if (!reader.acceptWord('backends')) reader.failSyntax('expecting backends');
      reader.expect('=');
      const backends: Backend[] = [];
      while (!reader.accept(';') && !reader.accept(')')) {
        backends.push(readBackend(reader, isLocal));
        reader.accept(',');
      }
      const hashFields = reader.acceptWord('hash_fields') ? readHashFields(reader) : undefined;
      const snat = (['skip_snat', 'force_snat'] as const).find((word) => reader.acceptWord(word));
      // What closes the parentheses here is not looked at.
      if (snat !== undefined) reader.cursor.take();
      return {
        ...base,
        backends,
        ...(hashFields === undefined ? {} : { hashFields }),
        ...(snat === undefined ? {} : { snat }),
      };
    },
    format({ backends, hashFields, snat }) {
      if (backends.length === 0) return `${kind};`;
      const words = [
        `backends=${backends.map(formatBackend).join(',')}`,
        ...(hashFields === undefined ? [] : [`hash_fields="${hashFields}"`]),
        ...(snat === undefined ? [] : [snat]),
      ];
      return `${kind}(${words.join('; ')});`;
    },
    encode({ table, backends, hashFields, snat }, context) {
      const zone = zoneOf(context, 'dnat');
      if (backends.length === 0) return [track(context, { zone, table, nat: { flags: [] } })];
      const register = kind === 'ct_lb' ? 'ct_label' : 'ct_mark';
      const marks = [NATTED, ...(snat === undefined ? [] : [SNAT_FLAGS[snat]])].map(
        (mark) => `set_field:${mark}->${register}`,
      );
      const recirculated = context.language.tables[context.pipeline] + table;
      const zoneText = `${FIELDS[zone].headers[0] ?? zone}[0..15]`;
      const buckets = backends.flatMap((backend, id) => {
        if (backend.logicalPort !== undefined && !context.isLocal(backend.logicalPort)) return [];
        const to = formatDestination(backend);
        return `bucket=bucket_id=${id},weight:100,actions=ct(nat(dst=${to}),commit,table=${recirculated},zone=${zoneText},exec(${marks.join(',')}))`;
      });
      if (buckets.length === 0) return [];
      return [toGroup(context, [selectionOf(hashFields), ...buckets])];
    },
  };
}

export const ctLbOld = ctLb(
  'ct_lb',
  'Sends the connection to one of the backends; the connection is marked in ct_label.',
);
export const ctLbMark = ctLb(
  'ct_lb_mark',
  'Sends the connection to one of the backends; the connection is marked in ct_mark.',
);
export const ctLbMarkLocal = ctLb('ct_lb_mark_local', 'Like ct_lb_mark, among the backends of this hypervisor.');

function readBackend(reader: ActionReader, isLocal: boolean): Backend {
  let logicalPort: string | undefined;
  if (isLocal) {
    logicalPort = reader.string('expecting logical port name for distributed load balancer');
    reader.expect(':');
  }
  const named = logicalPort === undefined ? {} : { logicalPort };
  const inBrackets = reader.accept('[');
  const found = reader.address();
  if (found === undefined || (inBrackets && found.family === 4)) {
    return reader.failSyntax(inBrackets ? 'expecting IPv6 address' : 'expecting IP address');
  }
  reader.cursor.take();
  if (inBrackets && !reader.accept(']')) reader.failSyntax('no closing square bracket');
  if (!reader.accept(':')) return { ...found, port: 0, ...named };
  if (!inBrackets && found.family === 6) reader.failSyntax('IPv6 address needs square brackets if port is included');
  return { ...found, port: reader.uint16('port number'), ...named };
}

function readHashFields(reader: ActionReader): string {
  if (!reader.accept('=')) reader.failSyntax('invalid hash_fields');
  const fields = reader.string('invalid hash_fields');
  // Whatever ends it, it is passed over.
  if (!reader.accept(';')) reader.cursor.take();
  return fields;
}

function formatBackend(backend: Backend): string {
  const { logicalPort } = backend;
  return `${logicalPort === undefined ? '' : `"${logicalPort}":`}${formatDestination(backend)}`;
}

function formatDestination({ port, ...address }: Backend): string {
  const text = formatAddress(address);
  if (port === 0) return text;
  return address.family === 6 ? `[${text}]:${port}` : `${text}:${port}`;
}

export interface SelectAction {
  readonly kind: 'select';
  readonly target: FieldReference;
  readonly table: number;
  readonly values: readonly { readonly id: number; readonly weight: number }[];
  readonly hashFields?: string;
}

export const select: TodayKind<SelectAction> = {
  document: {
    form: 'FIELD = select(ID=WEIGHT, …);',
    text: 'Writes one of the numbers into the field, chosen by a hash of the packet, and goes on in the next table.',
  },
  form: 'result',
  parse(reader) {
    const { target } = reader;
    const { name } = target.symbol;
    reader.checkType(target, target.bits, 'write');
    if (target.bits < 16) {
      const place = `${name}[${target.offset}..${target.offset + target.bits - 1}]`;
      reader.fail(
        `cannot use ${target.bits}-bit field ${place} for "select", which requires at least 16 bits.`,
        'type-mismatch',
      );
    }
    refuseLastTable(reader, 'select');
    takeCall(reader);
    const needsFields = reader.acceptWord('values');
    if (needsFields) {
      reader.expect('=');
      reader.expect('(');
    }
    const values: { id: number; weight: number }[] = [];
    while (!reader.accept(')')) {
      const id = reader.uint16('id');
      const weight = reader.accept('=') ? reader.uint16('weight') : 100;
      if (weight === 0) reader.failSyntax("weight can't be 0");
      values.push({ id, weight });
      reader.accept(',');
    }
    if (values.length <= 1) reader.failSyntax('expecting at least 2 group members');
    const base = { kind: 'select' as const, target, table: reader.nextTable, values };
    if (!needsFields) return base;
    reader.expect(';');
    if (!reader.acceptWord('hash_fields')) reader.failSyntax('expecting hash_fields');
    if (!reader.accept('=')) reader.failSyntax('invalid hash_fields');
    if (reader.cursor.lookahead.type !== ')') reader.failSyntax('invalid hash_fields');
    const hashFields = reader.string('invalid hash_fields');
    reader.expect(')');
    return { ...base, hashFields };
  },
  format({ target, values, hashFields }) {
    const list = values.map(({ id, weight }) => `${id}=${weight}`).join(', ');
    const inside = hashFields === undefined ? list : `values=(${list}); hash_fields="${hashFields}"`;
    return `${formatField(target)} = select(${inside});`;
  },
  encode({ target, table, values, hashFields }, context) {
    const { field, offset, bits } = placeOf(target);
    const next = context.language.tables[context.pipeline] + table;
    const symmetric = context.datapath.symmetricHash && hashFields === undefined;
    const buckets = values.map(
      ({ id, weight }, at) =>
        `bucket=bucket_id=${at},weight:${weight},actions=load:${id}->${field}[${offset}..${offset + bits - 1}],resubmit(,${next})`,
    );
    const method = symmetric ? ['selection_method_param=0x100000000'] : [];
    return [toGroup(context, [selectionOf(hashFields), ...method, ...buckets])];
  },
};

/** Passes over the word and the parenthesis that were looked at before. */
export function takeCall(reader: ActionReader): void {
  reader.cursor.take();
  reader.cursor.take();
}

export interface FwdGroupAction {
  readonly kind: 'fwd_group';
  readonly liveness: boolean;
  readonly ports: readonly string[];
}

export const fwdGroup: TodayKind<FwdGroupAction> = {
  document: {
    form: 'fwd_group(liveness=true, childports="PORT", …);',
    text: 'Sends the packet to one of the ports; with liveness, to one whose tunnel is up.',
  },
  form: 'statement',
  parse(reader) {
    let liveness = false;
    const ports: string[] = [];
    if (reader.accept('(')) {
      if (reader.acceptWord('liveness')) {
        reader.expect('=');
        liveness = reader.acceptBoolean();
        reader.expect(',');
      }
      if (reader.acceptWord('childports')) {
        reader.expect('=');
        while (!reader.accept(')')) {
          ports.push(reader.string('expecting logical switch port'));
          reader.accept(',');
        }
      }
    }
    return { kind: 'fwd_group', liveness, ports };
  },
  format: ({ liveness, ports }) =>
    `fwd_group(${liveness ? 'liveness="true", ' : ''}${ports.length > 0 ? `childports=${ports.map((port) => `"${port}"`).join(', ')}` : ''});`,
  encode({ liveness, ports }, context) {
    const { registers } = context.language;
    const outport = FIELDS[registers.outport].headers[0] ?? registers.outport;
    const buckets: string[] = [];
    for (const port of ports) {
      const key = context.lookupPort(port);
      const tunnel = liveness ? context.tunnelPort(port) : 0;
      if (key === undefined || tunnel === undefined) return [];
      const watched = liveness ? `watch_port:${tunnel},` : '';
      // OVN writes the number in decimal behind 0x.
      buckets.push(`bucket=${watched}load=0x${key}->${outport}[0..15],resubmit(,${outputTable(context)})`);
    }
    return buckets.length === 0 ? [] : [toGroup(context, [selectionOf(undefined), ...buckets])];
  },
};

function selectionOf(hashFields: string | undefined): string {
  return `type=select,selection_method=${hashFields === undefined ? 'dp_hash' : `hash,fields(${hashFields})`}`;
}

function toGroup({ group }: EncodingContext, parts: readonly string[]) {
  return { type: 'group', group: group(parts.join(',')) } as const;
}
