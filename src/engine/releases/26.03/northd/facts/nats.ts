/** NAT of routers: which rules can be applied, on which gateway port, and which addresses they make the router's own. */
import type { RowRef, Uuid } from '../../../../base';
import type { Collection, Group } from '../../../../derive';
import { getNumber, getOptionalString, getOptionalUuid, getString, getUuids, type Row } from '../../../../ovsdb';
import { parseCidr4, parseCidr6, parseIpAddresses, parseMac, type Ipv4Address, type Ipv6Address } from './addresses';
import type { RouterPortFacts, RouterPorts } from './router-ports';
import type { RouterFacts } from './routers';
import { addressInNetwork } from './routes';
import { northboundRow, optionIs, optionsOf, SAME, type Options, type Sources } from './sources';
import type { SwitchPorts } from './switch-ports';

export type NatType = 'snat' | 'dnat' | 'dnat_and_snat';

/** A rule as its row says, with the address sets by name. */
export interface NatRow {
  readonly ref: RowRef;
  readonly uuid: Uuid;
  readonly router: Uuid;
  readonly type: NatType;
  readonly externalIp: string;
  readonly logicalIp: string;
  readonly externalMac: string | undefined;
  readonly logicalPort: string | undefined;
  readonly namedGateway: Uuid | undefined;
  /** Only to and from these addresses. */
  readonly allowed: string | undefined;
  /** Not to and from these. */
  readonly exempted: string | undefined;
  readonly portRange: string;
  readonly match: string;
  readonly priority: number;
  readonly options: Options;
  /** `lrouter_dnat_and_snat_is_stateless`: addresses are rewritten without connection tracking. */
  readonly isStateless: boolean;
}

/** A rule that can be applied (`ovn_nat` that is valid). */
export interface Nat extends NatRow {
  readonly version: 4 | 6;
  /** The external address in its canonical form. */
  readonly address: string;
  /** The group that neighbour solicitations for an IPv6 address are sent to. */
  readonly snAddr: string | undefined;
  /** The external Ethernet address in its canonical form. */
  readonly mac: string;
  /** The prefix of the logical network. */
  readonly plen: number;
  /** The distributed gateway port that it is applied on, if the router has one. */
  readonly gateway: Uuid | undefined;
  /** Applied on the chassis of the logical port, not on that of the gateway. */
  readonly isDistributed: boolean;
}

/** `dnat_force_snat_ip` or `lb_force_snat_ip` of a gateway router. */
export interface ForcedSnat {
  readonly ipv4: string | undefined;
  readonly ipv6: string | undefined;
}

export interface Nats {
  readonly rows: Collection<Uuid, NatRow>;
  readonly rowsByRouter: Group<Uuid, Uuid, NatRow>;
  readonly all: Collection<Uuid, Nat>;
  readonly byRouter: Group<Uuid, Uuid, Nat>;
  /** Whether no rule before it has the same external address. */
  readonly isFirst: (nat: Nat) => boolean;
  /** The same of source NAT alone. */
  readonly isFirstSnat: (nat: Nat) => boolean;
  /** Whether a router hides others behind this address of its own. */
  readonly hasSnatIp: (router: Uuid, address: string) => boolean;
  readonly hasExternalIp: (router: Uuid, address: string) => boolean;
  /** `has_distributed_nat`: some rule names a port of its own and an Ethernet address for it. */
  readonly hasDistributed: (router: Uuid) => boolean;
}

export function natFacts(
  from: Sources,
  routers: Collection<Uuid, RouterFacts>,
  ports: RouterPorts,
  switchPorts: SwitchPorts,
): Nats {
  const { graph } = from;
  const rows = natRows(from, routers);
  const all = graph.map(
    'NAT',
    rows,
    (row): Nat | undefined => {
      const router = routers.get(row.router);
      return router && workingNat(row, router, ports, switchPorts);
    },
    SAME,
  );
  const byAddress = all.by('NAT by external address', ({ router, externalIp }) => [`${router} ${externalIp}`]);
  const snatByAddress = all.by('source NAT by external address', ({ router, type, address }) =>
    type === 'snat' ? [`${router} ${address}`] : [],
  );
  const rowsByAddress = rows.by('rows of NAT by external address', ({ router, externalIp }) => [
    `${router} ${externalIp}`,
  ]);
  const placed = all.by('NAT with ports by router', ({ router, type, logicalPort, externalMac }) =>
    type === 'dnat_and_snat' && logicalPort !== undefined && externalMac !== undefined ? [router] : [],
  );
  return {
    rows,
    rowsByRouter: rows.by('rows of NAT by router', ({ router }) => [router]),
    all,
    byRouter: all.by('NAT by router', ({ router }) => [router]),
    isFirst: ({ router, externalIp, uuid }) => firstOf(byAddress.keys(`${router} ${externalIp}`)) === uuid,
    isFirstSnat: ({ router, address, uuid }) => firstOf(snatByAddress.keys(`${router} ${address}`)) === uuid,
    hasSnatIp(router, address) {
      if (snatByAddress.has(`${router} ${address}`)) return true;
      const options = routers.get(router)?.options;
      if (options === undefined) return false;
      return [forcedSnat(options, 'dnat'), forcedSnat(options, 'lb')].some(
        (forced) => forced?.ipv4 === address || forced?.ipv6 === address,
      );
    },
    hasExternalIp: (router, address) => rowsByAddress.has(`${router} ${address}`),
    hasDistributed: (router) => placed.has(router),
  };
}

/** At most one address of each version; `router_ip` of load balancers on a gateway router stands for all of its ports. */
export function forcedSnat(options: Options, what: 'dnat' | 'lb'): ForcedSnat | undefined {
  const text = options.get(`${what}_force_snat_ip`);
  const found = text === undefined ? undefined : parseIpAddresses(text);
  if (found === undefined || found.ipv4.length > 1 || found.ipv6.length > 1) return undefined;
  const [v4] = found.ipv4;
  const [v6] = found.ipv6;
  if ((v4?.plen ?? 32) !== 32 || (v6?.plen ?? 128) !== 128) return undefined;
  return { ipv4: v4?.addr, ipv6: v6?.addr };
}

/** `lb_force_snat_router_ip`. */
export function hidesBehindPorts(options: Options): boolean {
  return options.get('lb_force_snat_ip') === 'router_ip' && options.has('chassis');
}

function firstOf(uuids: readonly Uuid[]): Uuid | undefined {
  return [...uuids].sort()[0];
}

function natRows({ graph, nb }: Sources, routers: Collection<Uuid, RouterFacts>): Collection<Uuid, NatRow> {
  const owners = nb.table('Logical_Router', ['nat']).by('routers by NAT', (row) => getUuids(row, 'nat'));
  const sets = graph.map('names of address sets', nb.table('Address_Set', ['name']), (row) => getString(row, 'name'));
  const nameOf = (set: Uuid | undefined) => set && sets.get(set);
  return graph.map(
    'rows of NAT',
    nb.table('NAT', [
      'type',
      'external_ip',
      'logical_ip',
      'external_mac',
      'logical_port',
      'gateway_port',
      'allowed_ext_ips',
      'exempted_ext_ips',
      'external_port_range',
      'match',
      'priority',
      'options',
    ]),
    (row, uuid): NatRow | undefined => {
      const [router] = owners.keys(uuid);
      return router !== undefined && routers.has(router) ? natRow(row, router, nameOf) : undefined;
    },
    SAME,
  );
}

function natRow(row: Row, router: Uuid, nameOf: (set: Uuid | undefined) => string | undefined): NatRow {
  const options = optionsOf(row, 'options');
  const given = getString(row, 'type');
  const type = given === 'snat' || given === 'dnat_and_snat' ? given : 'dnat';
  return {
    ref: northboundRow('NAT', row._uuid),
    uuid: row._uuid,
    router,
    type,
    externalIp: getString(row, 'external_ip'),
    logicalIp: getString(row, 'logical_ip'),
    externalMac: getOptionalString(row, 'external_mac'),
    logicalPort: getOptionalString(row, 'logical_port'),
    namedGateway: getOptionalUuid(row, 'gateway_port'),
    allowed: nameOf(getOptionalUuid(row, 'allowed_ext_ips')),
    exempted: nameOf(getOptionalUuid(row, 'exempted_ext_ips')),
    portRange: getString(row, 'external_port_range'),
    match: getString(row, 'match'),
    priority: getNumber(row, 'priority'),
    options,
    isStateless: type === 'dnat_and_snat' && optionIs(options, 'stateless'),
  };
}

/** Undefined where ovn-northd logs that the rule cannot be applied. */
function workingNat(row: NatRow, router: RouterFacts, ports: RouterPorts, switchPorts: SwitchPorts): Nat | undefined {
  const external = externalAddress(row.externalIp);
  const mac = row.externalMac === undefined ? '' : parseMac(row.externalMac);
  if (external === undefined || mac === undefined) return undefined;
  if (row.allowed !== undefined && row.exempted !== undefined) return undefined;
  const { version, address } = external;
  const logical = version === 4 ? parseCidr4(row.logicalIp) : parseCidr6(row.logicalIp);
  if (logical === undefined) return undefined;
  if (row.type !== 'snat' && logical.plen !== (version === 4 ? 32 : 128)) return undefined;
  const gateway = gatewayOf(row, router, ports);
  if (gateway === 'none') return undefined;
  return {
    ...row,
    version,
    address: address.addr,
    snAddr: 'snAddr' in address ? address.snAddr : undefined,
    mac,
    plen: logical.plen,
    gateway: gateway?.uuid,
    isDistributed:
      gateway !== undefined &&
      !peerIsRedirected(gateway, ports, switchPorts) &&
      row.type === 'dnat_and_snat' &&
      row.logicalPort !== undefined &&
      row.externalMac !== undefined,
  };
}

/** Exactly one address. */
function externalAddress(
  text: string,
): { readonly version: 4 | 6; readonly address: Ipv4Address | Ipv6Address } | undefined {
  const found = parseIpAddresses(text);
  const [v4, ...more4] = found?.ipv4 ?? [];
  const [v6, ...more6] = found?.ipv6 ?? [];
  if (more4.length + more6.length > 0 || (v4 !== undefined && v6 !== undefined)) return undefined;
  if (v4 !== undefined) return { version: 4, address: v4 };
  return v6 && { version: 6, address: v6 };
}

/** The gateway port that a rule names, the only one, or the one with a network for the external address. */
function gatewayOf(
  { namedGateway, externalIp }: NatRow,
  { uuid, gatewayPorts }: RouterFacts,
  ports: RouterPorts,
): RouterPortFacts | undefined | 'none' {
  if (namedGateway !== undefined) {
    const port = ports.all.get(namedGateway);
    return port?.router === uuid && port.isDistributedGateway ? port : 'none';
  }
  const all = gatewayPorts.flatMap((port) => ports.all.get(port) ?? []);
  if (all.length <= 1) return all[0];
  return all.find((port) => addressInNetwork(port, externalIp) !== undefined) ?? 'none';
}

/** The other end of the port is itself bound to the gateway chassis, where all of its traffic passes. */
function peerIsRedirected({ peer }: RouterPortFacts, ports: RouterPorts, switchPorts: SwitchPorts): boolean {
  if (peer === undefined) return false;
  const all = peer.kind === 'switch' ? switchPorts.all : ports.all;
  return all.get(peer.port)?.crPort !== undefined;
}
