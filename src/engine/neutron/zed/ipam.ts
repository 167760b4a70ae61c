/**
 * Which address a port gets, as Neutron 21 hands them out: one at random among the
 * first thousand that are free, so that two calls at once seldom want the same.
 */
import { err, ok, type RandomSource, type Result, type Uuid } from '../../base';
import { contains, eui64, formatAddress, parseAddress, parsePrefix, type Address, type Prefix } from '../addresses';
import { invalidInput, refuse, type NeutronError } from '../errors';
import { ROUTER_INTERFACE } from './devices';
import { drawMac } from './macs';
import { portsOf, subnetsOf, type FixedIp, type IpRange, type Port, type Subnet } from './tables';
import type { DatabaseView } from '../../ovsdb';

/** What a caller asks for: an address, a subnet, or both. */
export interface WantedIp {
  readonly subnet_id?: string;
  readonly ip_address?: string;
}

const WINDOW = 1000;
const MAC_ATTEMPTS = 16;

export function freeMac(neutron: DatabaseView, network: Uuid, random: RandomSource): Result<string, NeutronError> {
  const used = new Set(portsOf(neutron, network).map(({ mac_address }) => mac_address));
  for (let attempt = 0; attempt < MAC_ATTEMPTS; attempt++) {
    const mac = drawMac(random);
    if (!used.has(mac)) return ok(mac);
  }
  return refuse(503, 'MacAddressGenerationFailure', `Unable to generate unique mac on network ${network}.`);
}

/**
 * Addresses for a port of `network`. `kept` are those that the port has and may keep;
 * `wanted` undefined asks for what every port gets: one IPv4 address, one IPv6 address.
 */
export function allocate(
  neutron: DatabaseView,
  random: RandomSource,
  network: Uuid,
  port: Pick<Port, 'mac_address' | 'device_owner'>,
  wanted: readonly WantedIp[] | undefined,
  kept: readonly FixedIp[] = [],
): Result<readonly FixedIp[], NeutronError> {
  const subnets = subnetsOf(neutron, network);
  const pool = new Pool(neutron, random, network, kept);
  const isRouter = port.device_owner === ROUTER_INTERFACE;
  const fixedIps: FixedIp[] = [];
  if (wanted === undefined) {
    for (const version of [4, 6]) {
      const family = subnets.filter((subnet) => subnet.ip_version === version && !isAutomatic(subnet));
      if (family.length === 0) continue;
      const found = family.reduce<FixedIp | undefined>((before, subnet) => before ?? pool.next(subnet), undefined);
      if (found === undefined) return exhausted(network);
      fixedIps.push(found);
    }
  }
  for (const each of wanted ?? []) {
    const asked = askedIp(subnets, pool, network, each, isRouter, kept);
    if (!asked.ok) return asked;
    if (asked.value !== undefined) fixedIps.push(asked.value);
  }
  // Hosts give themselves these addresses, whatever else they were given.
  for (const subnet of isRouter ? [] : subnets.filter(isAutomatic)) {
    const prefix = parsePrefix(subnet.cidr);
    if (prefix === undefined || fixedIps.some(({ subnet_id }) => subnet_id === subnet.id)) continue;
    fixedIps.push({ subnet_id: subnet.id, ip_address: formatAddress(eui64(prefix, port.mac_address)) });
  }
  return ok(fixedIps);
}

function askedIp(
  subnets: readonly Subnet[],
  pool: Pool,
  network: Uuid,
  { subnet_id, ip_address }: WantedIp,
  isRouter: boolean,
  kept: readonly FixedIp[],
): Result<FixedIp | undefined, NeutronError> {
  if (subnets.length === 0) return invalidInput('IP allocation requires subnets for network');
  const subnet = subnets.find((each) =>
    subnet_id === undefined ? includes(each, ip_address ?? '') : each.id === subnet_id,
  );
  if (subnet === undefined) {
    if (subnet_id !== undefined) {
      const words = `Failed to create port on network ${network}, because fixed_ips included invalid subnet ${subnet_id}`;
      return invalidInput(words);
    }
    const message = `IP address ${ip_address ?? ''} is not a valid IP for any of the subnets on the specified network.`;
    return refuse(400, 'InvalidIpForNetwork', message);
  }
  if (ip_address === undefined) {
    if (isAutomatic(subnet) && !isRouter) return ok(undefined);
    const found = pool.next(subnet);
    return found === undefined ? exhausted(network) : ok(found);
  }
  if (!isRouter && isAutomatic(subnet)) {
    if (kept.some((each) => each.subnet_id === subnet.id && each.ip_address === canonical(ip_address)))
      return ok(undefined);
    const message = `IPv6 address ${ip_address} can not be directly assigned to a port on subnet ${subnet.id} as the subnet is configured for automatic addresses`;
    return refuse(400, 'AllocationOnAutoAddressSubnet', message);
  }
  if (!isRouter && !includes(subnet, ip_address)) {
    const message = `IP address ${ip_address} is not a valid IP for the specified subnet.`;
    return refuse(400, 'InvalidIpForSubnet', message);
  }
  const address = canonical(ip_address);
  if (pool.isTaken(subnet.id, address)) {
    const message = `IP address ${address} already allocated in subnet ${subnet.id}`;
    return refuse(409, 'IpAddressAlreadyAllocated', message);
  }
  return ok(pool.take(subnet.id, address));
}

class Pool {
  readonly #taken = new Map<Uuid, Set<string>>();
  readonly #random: RandomSource;

  constructor(neutron: DatabaseView, random: RandomSource, network: Uuid, kept: readonly FixedIp[]) {
    this.#random = random;
    for (const port of portsOf(neutron, network)) {
      for (const { subnet_id, ip_address } of port.fixed_ips) this.take(subnet_id, ip_address);
    }
    for (const { subnet_id, ip_address } of kept) this.#taken.get(subnet_id)?.delete(ip_address);
  }

  isTaken(subnet: Uuid, address: string): boolean {
    return this.#taken.get(subnet)?.has(address) ?? false;
  }

  take(subnet_id: Uuid, ip_address: string): FixedIp {
    this.#taken.set(subnet_id, (this.#taken.get(subnet_id) ?? new Set()).add(ip_address));
    return { subnet_id, ip_address };
  }

  /** Undefined when the subnet has none left. */
  next(subnet: Subnet): FixedIp | undefined {
    const free: string[] = [];
    for (const { start, end } of subnet.allocation_pools) {
      const [first, last] = [parseAddress(start), parseAddress(end)];
      if (first === undefined || last === undefined) continue;
      for (let { value } = first; value <= last.value && free.length < WINDOW; value++) {
        const address = formatAddress({ version: first.version, value });
        if (!this.isTaken(subnet.id, address)) free.push(address);
      }
    }
    const address = free[this.#random.uint32() % Math.max(1, free.length)];
    return address === undefined ? undefined : this.take(subnet.id, address);
  }
}

function exhausted(network: Uuid) {
  return refuse(409, 'IpAddressGenerationFailure', `No more IP addresses available on network ${network}.`);
}

/** Hosts give themselves their addresses on it. */
export function isAutomatic({ ipv6_address_mode }: Pick<Subnet, 'ipv6_address_mode'>): boolean {
  return ipv6_address_mode === 'slaac' || ipv6_address_mode === 'dhcpv6-stateless';
}

function includes(subnet: Subnet, text: string): boolean {
  const prefix = parsePrefix(subnet.cidr);
  const address = parseAddress(text);
  if (prefix === undefined || address === undefined || !contains(prefix, address)) return false;
  // The network's own address and the broadcast address belong to nobody.
  return prefix.version === 6
    ? address.value !== prefix.network
    : prefix.length > 30 || (address.value !== prefix.network && address.value !== prefix.last);
}

export function canonical(text: string): string {
  const address = parseAddress(text);
  return address === undefined ? text : formatAddress(address);
}

/** The first address, of IPv4 the first that a host may have. */
export function defaultGateway({ version, network }: Prefix): string {
  return formatAddress({ version, value: version === 4 ? network + 1n : network });
}

/** Pools as given, or all of the subnet but its gateway. */
export function allocationPools(
  prefix: Prefix,
  cidr: string,
  gateway: string | null,
  given: readonly IpRange[] | undefined,
): Result<readonly IpRange[], NeutronError> {
  if (given !== undefined) return checkPools(prefix, cidr, gateway, given);
  const { version, network, last, length } = prefix;
  const small = version === 4 && length > 30;
  const [first, end] = small || network === last ? [network, last] : [network + 1n, version === 4 ? last - 1n : last];
  const hole = parseAddress(gateway ?? '');
  const part = (from: bigint, to: bigint): readonly IpRange[] =>
    from > to ? [] : [{ start: formatAddress({ version, value: from }), end: formatAddress({ version, value: to }) }];
  if (hole?.version !== version || hole.value < first || hole.value > end) return ok(part(first, end));
  return ok([...part(first, hole.value - 1n), ...part(hole.value + 1n, end)]);
}

function checkPools(
  prefix: Prefix,
  cidr: string,
  gateway: string | null,
  pools: readonly IpRange[],
): Result<readonly IpRange[], NeutronError> {
  const ranges: { readonly text: string; readonly first: bigint; readonly last: bigint }[] = [];
  for (const { start, end } of pools) {
    const text = `${start}-${end}`;
    const [first, last] = [parseAddress(start), parseAddress(end)];
    if (first?.version !== prefix.version || last?.version !== prefix.version || last.value < first.value) {
      return refuse(400, 'InvalidAllocationPool', `The allocation pool ${text} is not valid.`);
    }
    if (!contains(prefix, first) || !contains(prefix, last)) {
      const message = `The allocation pool ${text} spans beyond the subnet cidr ${cidr}.`;
      return refuse(400, 'OutOfBoundsAllocationPool', message);
    }
    const other = ranges.find((each) => first.value <= each.last && each.first <= last.value);
    if (other !== undefined) {
      const message = `Found overlapping allocation pools: ${other.text} ${text} for subnet ${cidr}.`;
      return refuse(409, 'OverlappingAllocationPools', message);
    }
    ranges.push({ text, first: first.value, last: last.value });
  }
  const wrong = checkGateway(gateway, pools);
  return wrong ?? ok(pools);
}

/** The gateway's address is nobody else's. */
export function checkGateway(gateway: string | null, pools: readonly IpRange[]) {
  const address = parseAddress(gateway ?? '');
  if (address === undefined) return undefined;
  for (const { start, end } of pools) {
    const [first, last] = [parseAddress(start), parseAddress(end)];
    if (first === undefined || last === undefined || !isBetween(address, first, last)) continue;
    const message = `Gateway ip ${formatAddress(address)} conflicts with allocation pool ${start}-${end}.`;
    return err<NeutronError>({ code: 'GatewayConflictWithAllocationPools', message, status: 409 });
  }
  return undefined;
}

function isBetween(address: Address, first: Address, last: Address): boolean {
  return address.version === first.version && address.value >= first.value && address.value <= last.value;
}
