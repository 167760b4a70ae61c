/** Connection tracking and address translation. */
import { formatIpv4, formatIpv6, type FieldName, type Nat, type OfAction } from '../../openflow';
import type { ActionReader } from './reader';
import type { EncodingContext, TodayKind } from './kind';

/** Which zone of a router; a switch keeps one for each port. */
type Zone = 'dnat' | 'snat';
/** Undefined in releases that do not say it, which means dnat. */
type NamedZone = Zone | undefined;

export interface CtNextAction {
  readonly kind: 'ct_next';
  readonly zone: NamedZone;
  /** The logical table in which the packet goes on. */
  readonly table: number;
}

export const ctNext: TodayKind<CtNextAction> = {
  document: {
    form: 'ct_next(dnat);',
    text: 'Asks the connection tracker; the next table sees its answer in ct_state.',
  },
  form: 'statement',
  parse(reader) {
    refuseLastTable(reader, 'ct_next');
    reader.demand('ip');
    const zone = readZone(reader, '"ct_next" action accepts only "dnat" or "snat" parameter.');
    return { kind: 'ct_next', zone, table: reader.nextTable };
  },
  format: ({ zone }) => `ct_next${formatZone(zone)};`,
  encode: ({ zone, table }, context) => [track(context, { zone: zoneOf(context, zone ?? 'dnat'), table })],
};

/** Commits the connection in a zone and goes on, with or without the translation that it has. */
export interface CommitToZoneAction<K extends 'ct_commit_nat' | 'ct_commit_to_zone'> {
  readonly kind: K;
  readonly zone: NamedZone;
  readonly table: number;
}

function commitToZone<K extends 'ct_commit_nat' | 'ct_commit_to_zone'>(
  kind: K,
  text: string,
): TodayKind<CommitToZoneAction<K>> {
  const translates = kind === 'ct_commit_nat';
  return {
    document: { form: `${kind}(dnat);`, text },
    form: 'statement',
    parse(reader) {
      reader.demand('ip');
      refuseLastTable(reader, kind);
      const wrong = `"${kind}" action accepts only "dnat" or "snat" parameter.`;
      if (!translates && reader.cursor.token.type !== '(') reader.expect('(');
      return { kind, zone: readZone(reader, wrong), table: reader.nextTable };
    },
    format: ({ zone }) => `${kind}${formatZone(zone)};`,
    encode: ({ zone, table }, context) => [
      track(context, {
        zone: zoneOf(context, zone ?? 'dnat'),
        table,
        commit: true,
        ...(translates ? { nat: { flags: [] } } : {}),
      }),
    ],
  };
}

export const ctCommitNat = commitToZone(
  'ct_commit_nat',
  'Commits the connection with its address translation, and goes on.',
);
export const ctCommitToZone = commitToZone('ct_commit_to_zone', 'Commits the connection in that zone, and goes on.');

type NatWord = 'ct_dnat' | 'ct_snat' | 'ct_dnat_in_czone' | 'ct_snat_in_czone';

/** Without an address, the translation that the connection has is undone. */
export interface CtNatAction<K extends NatWord> {
  readonly kind: K;
  readonly table: number;
  readonly to?: { readonly family: 4 | 6; readonly address: bigint };
  readonly ports?: { readonly low: number; readonly high?: number };
}

function nat<K extends NatWord>(kind: K, text: string): TodayKind<CtNatAction<K>> {
  const type = kind === 'ct_dnat' || kind === 'ct_dnat_in_czone' ? 'dst' : 'src';
  return {
    document: { form: `${kind}(ADDRESS,PORT-PORT);`, text },
    form: 'statement',
    parse(reader) {
      reader.demand('ip');
      refuseLastTable(reader, kind);
      const table = reader.nextTable;
      if (!reader.accept('(')) return { kind, table };
      const to = reader.address() ?? reader.failSyntax('expecting IPv4 or IPv6 address');
      reader.cursor.take();
      const ports = reader.accept(',') ? readPorts(reader) : undefined;
      reader.expect(')');
      return { kind, table, to, ...(ports ? { ports } : {}) };
    },
    format({ to, ports }) {
      if (to === undefined) return `${kind};`;
      const range = ports === undefined ? '' : `,${ports.low}${ports.high === undefined ? '' : `-${ports.high}`}`;
      return `${kind}(${formatAddress(to)}${range});`;
    },
    encode({ table, to, ports }, context) {
      const { registers } = context.language;
      const isShared = kind === 'ct_dnat_in_czone' || kind === 'ct_snat_in_czone';
      const shared = isShared ? context.commonZone : undefined;
      const zone = shared ?? (kind === 'ct_snat' ? registers.snatZone : registers.dnatZone);
      if (to === undefined) return [track(context, { zone, table, nat: { flags: [] } })];
      const range = {
        version: to.family,
        min: to.address,
        ...(ports === undefined ? {} : { minPort: ports.low }),
        ...(ports?.high === undefined ? {} : { maxPort: ports.high }),
      };
      const flags = ports?.high === undefined ? [] : (['random'] as const);
      return [track(context, { zone, table, commit: true, nat: { type, range, flags } })];
    },
  };
}

export const ctDnat = nat('ct_dnat', 'Gives the connection another destination, or undoes what was translated.');
export const ctSnat = nat('ct_snat', 'Gives the connection another source, or undoes what was translated.');
export const ctDnatInCzone = nat('ct_dnat_in_czone', 'Like ct_dnat, in the zone that both translations share.');
export const ctSnatInCzone = nat('ct_snat_in_czone', 'Like ct_snat, in the zone that both translations share.');

/** A port or a range; ports are cut to 16 bits, as OVN does. */
function readPorts(reader: ActionReader): { readonly low: number; readonly high?: number } {
  const wish = 'expecting Integer for port range';
  const low = Number((reader.decimal() ?? reader.failSyntax(wish)) & 0xffffn);
  if (low === 0) reader.failSyntax("range can't be 0");
  reader.cursor.take();
  if (!reader.accept('-')) return { low };
  const { type, constant } = reader.cursor.token;
  if (type !== 'integer' || constant === undefined) return reader.failSyntax(wish);
  const high = constant.value.d & 0xffff;
  if (high <= low) reader.failSyntax('range high should be greater than range low');
  reader.cursor.take();
  return { low, high };
}

export interface CtClearAction {
  readonly kind: 'ct_clear';
}

export const ctClear: TodayKind<CtClearAction> = {
  document: { form: 'ct_clear;', text: 'Forgets what the connection tracker said of the packet.' },
  form: 'statement',
  parse: () => ({ kind: 'ct_clear' }),
  format: () => 'ct_clear;',
  encode: () => [{ type: 'ct_clear' }],
};

/** `(dnat)` or `(snat)`; dnat without parentheses. */
function readZone(reader: ActionReader, wrong: string): NamedZone {
  if (!reader.context.language.namesZones) return undefined;
  if (!reader.accept('(')) return 'dnat';
  const zone = reader.acceptWord('dnat')
    ? 'dnat'
    : reader.acceptWord('snat')
      ? 'snat'
      : reader.fail(wrong, 'syntax-error');
  reader.expect(')');
  return zone;
}

function formatZone(zone: NamedZone): string {
  return zone === undefined ? '' : `(${zone})`;
}

export function refuseLastTable(reader: ActionReader, name: string): void {
  const { table, language, pipeline } = reader.context;
  if (table >= language.stages[pipeline]) reader.fail(`"${name}" action not allowed in last table.`, 'not-allowed');
}

export function zoneOf({ isSwitch, language: { registers } }: EncodingContext, zone: Zone): FieldName {
  if (isSwitch) return registers.portZone;
  return zone === 'dnat' ? registers.dnatZone : registers.snatZone;
}

/** The action `ct` with a zone in the low half of a register; `table` is logical. */
export function track(
  { language, pipeline }: EncodingContext,
  {
    zone,
    table,
    ...more
  }: { readonly zone: FieldName; readonly table: number; readonly commit?: true; readonly nat?: Nat },
): OfAction {
  return {
    type: 'ct',
    exec: [],
    table: language.tables[pipeline] + table,
    zone: { field: zone, offset: 0, bits: 16 },
    ...more,
  };
}

export function formatAddress({ family, address }: { readonly family: 4 | 6; readonly address: bigint }): string {
  return family === 4 ? formatIpv4(address) : formatIpv6(address);
}
