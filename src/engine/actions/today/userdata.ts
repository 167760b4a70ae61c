/**
 * What ovn-controller is asked to do with a packet: the userdata of `controller(…)` (OVN's actions.h, "ACTION_OPCODES").
 * Each opcode's layout is written and read in one place, so that who asks and who answers cannot come apart.
 */
import { err, ok, utf8Decode, utf8Encode, type Result } from '../../base';
import {
  actionBytes,
  ByteReader,
  FIELDS,
  oxmHeader,
  parseActionBytes,
  readOxmHeader,
  type FieldName,
  type OfAction,
} from '../../openflow';

/** The numbers that come first. Numbers that are not here were given to actions that are gone. */
export const OPCODES = {
  arp: 0,
  put_arp: 1,
  put_dhcp_opts: 2,
  nd_na: 3,
  put_nd: 4,
  put_dhcpv6_opts: 5,
  dns_lookup: 6,
  log: 7,
  put_nd_ra_opts: 8,
  nd_ns: 9,
  icmp: 10,
  tcp_reset: 11,
  nd_na_router: 12,
  icmp4_error: 14,
  trigger_event: 15,
  igmp: 16,
  bind_vport: 17,
  handle_svc_check: 18,
  handle_dhcpv6_reply: 19,
  icmp6_error: 20,
  reject: 22,
  handle_bfd_msg: 23,
  sctp_abort: 24,
  put_fdb: 25,
  activation_strategy: 26,
  dhcp_relay_req_chk: 28,
  dhcp_relay_resp_chk: 29,
} as const;

export type Opcode = keyof typeof OPCODES;

/** One bit, into which the controller writes its answer. */
export interface ResultBit {
  readonly field: FieldName;
  readonly offset: number;
}

/** An option of an answer: its value as it goes into the packet. */
export interface OptionBytes {
  readonly code: number;
  readonly value: readonly number[];
}

/** To be done with what the controller makes. */
export interface ActionsData {
  readonly actions: readonly OfAction[];
}

/** What is asked is all in the packet and its registers. */
type NoData = Readonly<Record<string, never>>;

interface ResultData {
  readonly target: ResultBit;
}

export interface RelayData extends ResultData {
  readonly relay: bigint;
  readonly server: bigint;
}

/** What comes with each opcode. */
export interface ControllerData {
  readonly arp: ActionsData;
  readonly put_arp: NoData;
  readonly put_dhcp_opts: ResultData & { readonly offer: bigint; readonly options: readonly OptionBytes[] };
  readonly nd_na: ActionsData;
  readonly put_nd: NoData;
  readonly put_dhcpv6_opts: ResultData & { readonly options: readonly OptionBytes[] };
  readonly dns_lookup: ResultData;
  /** Numbers as OVN has them; a number that it has no word for is kept. */
  readonly log: { readonly verdict: number; readonly severity: number; readonly name: string };
  /** The ICMPv6 message that is to be sent. */
  readonly put_nd_ra_opts: ResultData & { readonly message: readonly number[] };
  readonly nd_ns: ActionsData;
  readonly icmp: ActionsData;
  readonly tcp_reset: ActionsData;
  readonly nd_na_router: ActionsData;
  readonly icmp4_error: ActionsData;
  readonly trigger_event: { readonly event: number; readonly options: readonly OptionBytes[] };
  readonly igmp: NoData;
  /** The key of the port that is to be bound. */
  readonly bind_vport: { readonly port: number };
  readonly handle_svc_check: NoData;
  readonly handle_dhcpv6_reply: NoData;
  readonly icmp6_error: ActionsData;
  readonly reject: ActionsData;
  readonly handle_bfd_msg: NoData;
  readonly sctp_abort: ActionsData;
  readonly put_fdb: NoData;
  readonly activation_strategy: NoData;
  readonly dhcp_relay_req_chk: RelayData;
  readonly dhcp_relay_resp_chk: RelayData;
}

interface Layout<D> {
  write(data: D): readonly number[];
  /** Or what is wrong with it. */
  read(reader: ByteReader): Result<D, string>;
}

const nothing: Layout<NoData> = { write: () => [], read: () => ok({}) };

const actionsLayout: Layout<ActionsData> = {
  write({ actions }) {
    const bytes = actionBytes(actions);
    if (bytes === undefined) throw new Error('What the controller is to do has no form in OpenFlow 1.5');
    return bytes;
  },
  read(reader) {
    const actions = parseActionBytes(reader.rest());
    return actions.ok
      ? ok({ actions: actions.value })
      : err(`failed to parse actions from userdata (${actions.error})`);
  },
};

const result: Layout<ResultData> = {
  write: ({ target }) => [...oxmHeader(target.field), ...bytesOf(BigInt(target.offset), 4)],
  read(reader) {
    const header = readOxmHeader(reader);
    if (header === undefined) return err('bad result OXM (OFPBMC_BAD_FIELD)');
    const offset = reader.u32();
    if (reader.isShort) return err('offset not present in the userdata');
    if (offset >= FIELDS[header.field].bits) return err('bad result bit (OFPBAC_BAD_SET_LEN)');
    return ok({ target: { field: header.field, offset } });
  },
};

/** The target, and what comes behind it. */
function withResult<D extends object>(layout: Layout<D>): Layout<D & ResultData> {
  return {
    write: (data) => [...result.write(data), ...layout.write(data)],
    read(reader) {
      const target = result.read(reader);
      if (!target.ok) return target;
      const rest = layout.read(reader);
      return rest.ok ? ok({ ...rest.value, ...target.value }) : rest;
    },
  };
}

/** Options one after the other: code, length and value; the last may be cut short. */
function options(width: 1 | 2): Layout<{ readonly options: readonly OptionBytes[] }> {
  return {
    write: (data) =>
      data.options.flatMap(({ code, value }) => [
        ...bytesOf(BigInt(code), width),
        // A length that does not fit loses its upper bits.
        ...bytesOf(BigInt(value.length), width),
        ...value,
      ]),
    read(reader) {
      const read: OptionBytes[] = [];
      while (reader.left >= 2 * width) {
        const code = Number(reader.big(width));
        const length = Number(reader.big(width));
        read.push({ code, value: reader.take(Math.min(length, reader.left)) });
      }
      return ok({ options: read });
    },
  };
}

const [shortOptions, longOptions] = [options(1), options(2)];

const offered: Layout<{ readonly offer: bigint; readonly options: readonly OptionBytes[] }> = {
  write: (data) => [...bytesOf(data.offer, 4), ...shortOptions.write(data)],
  read(reader) {
    const offer = reader.big(4);
    if (reader.isShort) return err('offerip not present in the userdata');
    const rest = shortOptions.read(reader);
    return rest.ok ? ok({ offer, ...rest.value }) : rest;
  },
};

const relayed: Layout<{ readonly relay: bigint; readonly server: bigint }> = {
  write: ({ relay, server }) => [...bytesOf(relay, 4), ...bytesOf(server, 4)],
  read(reader) {
    const relay = reader.big(4);
    if (reader.isShort) return err('relay ip not present in the userdata');
    const server = reader.big(4);
    return reader.isShort ? err('server ip not present in the userdata') : ok({ relay, server });
  },
};

const message: Layout<{ readonly message: readonly number[] }> = {
  write: (data) => data.message,
  read: (reader) =>
    reader.left === 0 ? err('IPv6 ND RA options not present in the userdata') : ok({ message: reader.rest() }),
};

const log: Layout<ControllerData['log']> = {
  write: ({ verdict, severity, name }) => [verdict, severity, ...utf8Encode(name)],
  read(reader) {
    const [verdict, severity] = [reader.u8(), reader.u8()];
    if (reader.isShort) return err('log data missing');
    return ok({ verdict, severity, name: utf8Decode(Uint8Array.from(reader.rest())) });
  },
};

const event: Layout<ControllerData['trigger_event']> = {
  write: (data) => [...bytesOf(BigInt(data.event), 4), ...longOptions.write(data)],
  read(reader) {
    const number = reader.u32();
    if (reader.isShort) return err('event data missing');
    const rest = longOptions.read(reader);
    return rest.ok ? ok({ event: number, ...rest.value }) : rest;
  },
};

const vport: Layout<ControllerData['bind_vport']> = {
  write: ({ port }) => bytesOf(BigInt(port), 4),
  read(reader) {
    const port = reader.u32();
    return reader.isShort ? err('vport key missing') : ok({ port });
  },
};

const LAYOUTS: { readonly [O in Opcode]: Layout<ControllerData[O]> } = {
  arp: actionsLayout,
  put_arp: nothing,
  put_dhcp_opts: withResult(offered),
  nd_na: actionsLayout,
  put_nd: nothing,
  put_dhcpv6_opts: withResult(longOptions),
  dns_lookup: result,
  log,
  put_nd_ra_opts: withResult(message),
  nd_ns: actionsLayout,
  icmp: actionsLayout,
  tcp_reset: actionsLayout,
  nd_na_router: actionsLayout,
  icmp4_error: actionsLayout,
  trigger_event: event,
  igmp: nothing,
  bind_vport: vport,
  handle_svc_check: nothing,
  handle_dhcpv6_reply: nothing,
  icmp6_error: actionsLayout,
  reject: actionsLayout,
  handle_bfd_msg: nothing,
  sctp_abort: actionsLayout,
  put_fdb: nothing,
  activation_strategy: nothing,
  dhcp_relay_req_chk: withResult(relayed),
  dhcp_relay_resp_chk: withResult(relayed),
};

/** The opcode, four zeros, and the data. */
export function writeUserdata<O extends Opcode>(opcode: O, data: ControllerData[O]): readonly number[] {
  return [0, 0, 0, OPCODES[opcode], 0, 0, 0, 0, ...LAYOUTS[opcode].write(data)];
}

/** The opcode, and the data behind it, which `readData` reads; undefined for a number that no opcode has. */
export function readOpcode(
  userdata: readonly number[],
): { readonly opcode: Opcode | undefined; readonly number: number; readonly data: readonly number[] } | undefined {
  const reader = new ByteReader(userdata);
  const number = reader.u32();
  reader.skip(4);
  if (reader.isShort) return undefined;
  return { opcode: OPCODE_NAMES.find((name) => OPCODES[name] === number), number, data: reader.rest() };
}

export const OPCODE_NAMES: readonly Opcode[] = Object.keys(OPCODES).filter((name): name is Opcode => name in OPCODES);

/** The error is what ovn-controller writes into its log. */
export function readData<O extends Opcode>(opcode: O, data: readonly number[]): Result<ControllerData[O], string> {
  return LAYOUTS[opcode].read(new ByteReader(data));
}

function bytesOf(value: bigint, length: number): readonly number[] {
  return Array.from({ length }, (_, i) => Number((value >> BigInt(8 * (length - 1 - i))) & 0xffn));
}
