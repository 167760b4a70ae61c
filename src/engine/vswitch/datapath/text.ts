/** Datapath actions in the words of Open vSwitch (lib/odp-util.c, format_odp_actions). */
import {
  formatEthernet,
  formatHex,
  formatIpv4,
  formatIpv6,
  formatNat,
  RESERVED_PORTS,
  type FieldName,
} from '../../openflow';
import { wholeMask } from './composer';
import type { DatapathAction, ToUserspace, TrackConnection, TunnelHeader, TunnelOption, WrittenField } from './actions';

/** The number by which the datapath knows a bridge's port. */
export type PortNumber = (port: { readonly bridge: string; readonly port: number }) => string;

export interface DatapathNumbers {
  readonly output: PortNumber;
  /** The number of the port that all tunnels of a type share. */
  readonly tunnel: (type: string) => string;
}

/** `drop` when there is nothing to do. */
export function formatDatapathList(actions: readonly DatapathAction[], numbers: DatapathNumbers): string {
  return actions.length === 0 ? 'drop' : actions.map((action) => formatOne(action, numbers)).join(',');
}

function formatOne(action: DatapathAction, numbers: DatapathNumbers): string {
  switch (action.type) {
    case 'output':
      return numbers.output(action);
    case 'set':
      return `set(${action.header}(${action.fields.map((field) => formatField(field, action.header)).join(',')}))`;
    case 'set-tunnel':
      return `set(tunnel(${formatTunnel(action)}))`;
    case 'push_vlan':
      return `push_vlan(${action.tpid === 0x8100 ? '' : `tpid=0x${hex(action.tpid, 4)},`}vid=${action.tci & 0xfff},pcp=${action.tci >> 13})`;
    case 'pop_vlan':
    case 'ct_clear':
    case 'drop':
      return action.type;
    case 'tnl_push':
      return formatPush(action.header, numbers);
    case 'clone':
      return `clone(${formatDatapathList(action.actions, numbers)})`;
    case 'sample':
      return `sample(sample=100.0%,actions(${formatDatapathList(action.actions, numbers)}))`;
    case 'check_pkt_len': {
      const [greater, less] = [action.greater, action.lessEqual].map((list) => formatDatapathList(list, numbers));
      return `check_pkt_len(size=${action.length},gt(${greater}),le(${less}))`;
    }
    case 'ct':
      return formatTracking(action);
    case 'recirc':
      return `recirc(0x${action.id.toString(16)})`;
    case 'hash':
      return `hash(${action.algorithm}(${action.basis}))`;
    case 'meter':
      return `meter(${action.meter})`;
    case 'trunc':
      return `trunc(${action.length})`;
    case 'userspace':
      return formatUserspace(action);
  }
}

type Written = readonly [key: string, write: (value: bigint) => string];

const decimal = (value: bigint) => value.toString();

/** The keys of a set and how their values are written; a field without a key is the only one of its header. */
const KEYS: Partial<Record<FieldName, Written>> = {
  eth_src: ['src', formatEthernet],
  eth_dst: ['dst', formatEthernet],
  ip_src: ['src', formatIpv4],
  ip_dst: ['dst', formatIpv4],
  nw_tos: ['tos', formatHex],
  nw_ttl: ['ttl', decimal],
  ipv6_src: ['src', formatIpv6],
  ipv6_dst: ['dst', formatIpv6],
  ipv6_label: ['label', formatHex],
  arp_spa: ['sip', formatIpv4],
  arp_tpa: ['tip', formatIpv4],
  arp_op: ['op', decimal],
  arp_sha: ['sha', formatEthernet],
  arp_tha: ['tha', formatEthernet],
  tcp_src: ['src', decimal],
  tcp_dst: ['dst', decimal],
  icmp_type: ['type', decimal],
  icmp_code: ['code', decimal],
  nd_target: ['target', formatIpv6],
  nd_sll: ['sll', formatEthernet],
  nd_tll: ['tll', formatEthernet],
  nd_reserved: ['nd_reserved', (value) => `0x${value.toString(16)}`],
  nd_options_type: ['nd_options_type', decimal],
  skb_priority: ['', formatHex],
  pkt_mark: ['', formatHex],
};

/** IPv6 calls two fields by other names. */
const IPV6_KEYS: Partial<Record<FieldName, string>> = { nw_tos: 'tclass', nw_ttl: 'hlimit' };

function formatField({ field, value, mask }: WrittenField, header: string): string {
  const [usual, write] = KEYS[field] ?? ['', formatHex];
  const key = (header === 'ipv6' ? IPV6_KEYS[field] : undefined) ?? usual;
  const whole = mask === wholeMask(field);
  const masked = whole ? '' : `/${write === decimal ? formatHex(mask) : write(mask)}`;
  return `${key === '' ? '' : `${key}=`}${write(value)}${masked}`;
}

function formatTunnel({ id, src, dst, option, csum }: Extract<DatapathAction, { readonly type: 'set-tunnel' }>): string {
  return [
    ...(id === undefined ? [] : [`tun_id=${formatHex(id)}`]),
    ...(src === 0n ? [] : [`src=${formatIpv4(src)}`]),
    `dst=${formatIpv4(dst)}`,
    'ttl=64',
    ...(option === undefined ? [] : [`geneve(${formatOption(option)})`]),
    `flags(df${csum ? '|csum' : ''}${id === undefined ? '' : '|key'})`,
  ].join(',');
}

function formatOption({ class: owner, type, value }: TunnelOption): string {
  return `{class=${formatHex(BigInt(owner))},type=${formatHex(BigInt(type))},len=4,${formatHex(BigInt(value))}}`;
}

/** The numbers of the kinds of virtual ports (datapath/linux/compat/include/linux/openvswitch.h). */
const VPORT_TYPES: Readonly<Record<string, number>> = { gre: 3, vxlan: 4, geneve: 5 };

/** The ports of UDP that RFC 7348 and RFC 8926 give. */
export const UDP_PORTS: Readonly<Record<string, number>> = { vxlan: 4789, geneve: 6081 };

const SIZES = { eth: 14, ipv4: 20, ipv6: 40, udp: 8, vxlan: 8, geneve: 8, option: 8, gre: 4, greKey: 4 } as const;

function formatPush(header: TunnelHeader, numbers: DatapathNumbers): string {
  const { type, ipv6, smac, dmac, src, dst, tos, ttl, csum, option } = header;
  const port = UDP_PORTS[type];
  const proto = port === undefined ? 47 : 17;
  const write = ipv6 ? formatIpv6 : formatIpv4;
  const outer = ipv6
    ? `ipv6(src=${write(src)},dst=${write(dst)},label=0,proto=${proto},tclass=0x${tos.toString(16)},hlimit=${ttl})`
    : `ipv4(src=${write(src)},dst=${write(dst)},proto=${proto},tos=${formatHex(BigInt(tos))},ttl=${ttl},frag=0x4000)`;
  const inner =
    type === 'geneve'
      ? `geneve(${option !== undefined && (option.type & 0x80) !== 0 ? 'crit,' : ''}vni=0x${header.id.toString(16)}${option === undefined ? '' : `,options(${formatOption(option)})`})`
      : type === 'vxlan'
        ? `vxlan(flags=0x8000000,vni=0x${header.id.toString(16)})`
        : `gre((flags=0x2000,proto=0x6558),key=0x${header.id.toString(16)})`;
  const parts = [
    `eth(dst=${formatEthernet(dmac)},src=${formatEthernet(smac)},dl_type=0x${ipv6 ? '86dd' : '0800'})`,
    outer,
    ...(port === undefined ? [] : [`udp(src=0,dst=${port},csum=0x${csum ? 'ffff' : '0'})`]),
    inner,
  ];
  const size =
    SIZES.eth +
    (ipv6 ? SIZES.ipv6 : SIZES.ipv4) +
    (type === 'geneve' ? SIZES.udp + SIZES.geneve + (option === undefined ? 0 : SIZES.option) : 0) +
    (type === 'vxlan' ? SIZES.udp + SIZES.vxlan : 0) +
    (type === 'gre' ? SIZES.gre + SIZES.greKey : 0);
  const head = `header(size=${size},type=${VPORT_TYPES[type] ?? 0},${parts.join(',')})`;
  const out = numbers.output({ bridge: header.via, port: RESERVED_PORTS.LOCAL });
  return `tnl_push(tnl_port(${numbers.tunnel(type)}),${head},out_port(${out}))`;
}

function formatTracking({ commit, force, zone, mark, label, helper, nat }: TrackConnection): string {
  const words = [
    ...(commit && !force ? ['commit'] : []),
    ...(force ? ['force_commit'] : []),
    ...(zone === 0 ? [] : [`zone=${zone}`]),
    ...(mark === undefined ? [] : [`mark=${formatHex(mark.value)}/${formatHex(mark.mask)}`]),
    ...(label === undefined
      ? []
      : [`label=${formatHex(label.value)}${label.mask === ALL_LABEL ? '' : `/${formatHex(label.mask)}`}`]),
    ...(helper === undefined ? [] : [`helper=${helper}`]),
    ...(nat === undefined ? [] : [formatNat(nat)]),
  ];
  return words.length === 0 ? 'ct' : `ct(${words.join(',')})`;
}

const ALL_LABEL = (1n << 128n) - 1n;

function formatUserspace(action: ToUserspace): string {
  const words = [
    `reason=${action.reason}`,
    `dont_send=${action.dontSend ? 1 : 0}`,
    `continuation=${action.continuation ? 1 : 0}`,
    `recirc_id=${action.recircId}`,
    `rule_cookie=${formatHex(action.cookie)}`,
    `controller_id=${action.controller}`,
    `max_len=${action.maxLen}`,
  ];
  return `userspace(pid=0,controller(${words.join(',')}))`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
