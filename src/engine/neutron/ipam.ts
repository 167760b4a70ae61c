/**
 * Which address a port gets, as Neutron 2015.1 hands them out: the lowest of what a
 * subnet has not given out yet; what comes back is given out again only when nothing
 * else is left.
 */
import { err, ok, type RandomSource, type Result, type Uuid } from '../base';
import type { DatabaseView } from '../ovsdb';
import { contains, eui64, formatAddress, parseAddress, parsePrefix, type Address } from './addresses';
import { badRequest, notFound, refuse, type NeutronError } from './errors';
import { all, find, type FixedIp, type IpRange, type Port, type Subnet } from './tables';

/** What a caller asked for: an address, a subnet, or both. */
export interface WantedIp {
  readonly subnet_id?: string;
  readonly ip_address?: string;
}

export interface Allocation {
  readonly fixedIps: readonly FixedIp[];
  /** What the subnets have left to give, where that changed. */
  readonly availability: ReadonlyMap<Uuid, readonly IpRange[]>;
}

/** The first three bytes of every MAC that Neutron draws. */
const BASE_MAC = 'fa:16:3e';
const MAC_ATTEMPTS = 16;

export function drawMac(neutron: DatabaseView, network: Uuid, random: RandomSource): Result<string, NeutronError> {
  const used = new Set(portsOf(neutron, network).map(({ mac_address }) => mac_address));
  for (let attempt = 0; attempt < MAC_ATTEMPTS; attempt++) {
    const bits = random.uint32() >>> 8;
    const bytes = [bits >>> 16, bits >>> 8, bits].map((byte) => (byte & 0xff).toString(16).padStart(2, '0'));
    const mac = `${BASE_MAC}:${bytes.join(':')}`;
    if (!used.has(mac)) return ok(mac);
  }
  return refuse(503, 'MacAddressGenerationFailure', `Unable to generate unique mac on network ${network}.`);
}

/**
 * Addresses for a port of `network`. `kept` are the addresses that the port has and may keep;
 * `wanted` undefined asks for what every port gets: one IPv4 address, one IPv6 address.
 */
export function allocate(
  neutron: DatabaseView,
  network: Uuid,
  port: Pick<Port, 'mac_address' | 'device_owner'>,
  wanted: readonly WantedIp[] | undefined,
  kept: readonly FixedIp[] = [],
): Result<Allocation, NeutronError> {
  const subnets = all(neutron, 'Subnet').filter(({ network_id }) => network_id === network);
  const taken = takenAddresses(neutron, network);
  for (const { subnet_id, ip_address } of kept) taken.get(subnet_id)?.delete(ip_address);
  const availability = new Map<Uuid, readonly IpRange[]>();
  const pool = new Pool(subnets, taken, availability);
  const fixedIps = wanted === undefined ? automatic(network, port, pool) : asked(network, port, wanted, pool);
  return fixedIps.ok ? ok({ fixedIps: fixedIps.value, availability }) : fixedIps;
}

class Pool {
  constructor(
    readonly subnets: readonly Subnet[],
    readonly taken: ReadonlyMap<Uuid, Set<string>>,
    readonly availability: Map<Uuid, readonly IpRange[]>,
  ) {}

  /** Undefined when the subnet has none left. */
  next(subnet: Subnet): FixedIp | undefined {
    const taken = this.taken.get(subnet.id) ?? new Set();
    for (const ranges of [this.#left(subnet), subnet.allocation_pools]) {
      const address = firstFree(ranges, taken);
      if (address === undefined) continue;
      return this.take(subnet, address, ranges);
    }
    return undefined;
  }

  take(subnet: Subnet, address: string, ranges = this.#left(subnet)): FixedIp {
    const taken = this.taken.get(subnet.id) ?? new Set();
    // What the pools are gathered from again leaves out what somebody has.
    const left = ranges === subnet.allocation_pools ? [...taken].reduce(without, ranges) : ranges;
    this.availability.set(subnet.id, without(left, address));
    taken.add(address);
    return { subnet_id: subnet.id, ip_address: address };
  }

  #left(subnet: Subnet): readonly IpRange[] {
    return this.availability.get(subnet.id) ?? subnet.availability;
  }
}

function automatic(
  network: Uuid,
  port: Pick<Port, 'mac_address' | 'device_owner'>,
  pool: Pool,
): Result<readonly FixedIp[], NeutronError> {
  const fixedIps: FixedIp[] = [];
  for (const version of [4, 6]) {
    const family = pool.subnets.filter((subnet) => subnet.ip_version === version && !isAutomatic(subnet));
    if (family.length === 0) continue;
    let found: FixedIp | undefined;
    for (const subnet of family) found ??= pool.next(subnet);
    if (found === undefined) {
      return refuse(409, 'IpAddressGenerationFailure', `No more IP addresses available on network ${network}.`);
    }
    fixedIps.push(found);
  }
  if (port.device_owner.startsWith('network:router')) return ok(fixedIps);
  for (const subnet of pool.subnets.filter(isAutomatic)) {
    const prefix = parsePrefix(subnet.cidr);
    if (prefix === undefined) continue;
    fixedIps.push({ subnet_id: subnet.id, ip_address: formatAddress(eui64(prefix, port.mac_address)) });
  }
  return ok(fixedIps);
}

function asked(
  network: Uuid,
  port: Pick<Port, 'mac_address'>,
  wanted: readonly WantedIp[],
  pool: Pool,
): Result<readonly FixedIp[], NeutronError> {
  const fixedIps: FixedIp[] = [];
  for (const { subnet_id, ip_address } of wanted) {
    const subnet = pool.subnets.find((each) =>
      subnet_id === undefined ? includes(each, ip_address ?? '') : each.id === subnet_id,
    );
    if (subnet === undefined) {
      if (subnet_id !== undefined) return missingSubnet(network, subnet_id);
      const message = `IP address ${ip_address ?? ''} is not a valid IP for any of the subnets on the specified network.`;
      return refuse(400, 'InvalidIpForNetwork', message);
    }
    if (ip_address === undefined) {
      const prefix = isAutomatic(subnet) ? parsePrefix(subnet.cidr) : undefined;
      const found =
        prefix === undefined
          ? pool.next(subnet)
          : { subnet_id: subnet.id, ip_address: formatAddress(eui64(prefix, port.mac_address)) };
      if (found === undefined) {
        return refuse(409, 'IpAddressGenerationFailure', `No more IP addresses available on network ${network}.`);
      }
      fixedIps.push(found);
      continue;
    }
    if (!includes(subnet, ip_address)) {
      const message = `IP address ${ip_address} is not a valid IP for the specified subnet.`;
      return refuse(400, 'InvalidIpForSubnet', message);
    }
    const address = canonical(ip_address);
    if (pool.taken.get(subnet.id)?.has(address) === true) {
      const message = `Unable to complete operation for network ${network}. The IP address ${address} is in use.`;
      return refuse(409, 'IpAddressInUse', message);
    }
    fixedIps.push(pool.take(subnet, address));
  }
  return ok(fixedIps);
}

function missingSubnet(network: Uuid, subnet: string) {
  return /^[0-9a-f-]{36}$/.test(subnet)
    ? refuse(
        400,
        'InvalidInput',
        `Invalid input for operation: Failed to create port on network ${network}, because fixed_ips included invalid subnet ${subnet}.`,
      )
    : notFound.subnet(subnet);
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

export function takenAddresses(neutron: DatabaseView, network: Uuid): ReadonlyMap<Uuid, Set<string>> {
  const taken = new Map<Uuid, Set<string>>();
  for (const { id, network_id } of all(neutron, 'Subnet')) if (network_id === network) taken.set(id, new Set());
  for (const port of portsOf(neutron, network)) {
    for (const { subnet_id, ip_address } of port.fixed_ips) taken.get(subnet_id)?.add(ip_address);
  }
  return taken;
}

export function portsOf(neutron: DatabaseView, network: Uuid): readonly Port[] {
  return all(neutron, 'Port').filter(({ network_id }) => network_id === network);
}

function firstFree(ranges: readonly IpRange[], taken: ReadonlySet<string>): string | undefined {
  for (const { start, end } of ranges) {
    const [first, last] = [parseAddress(start), parseAddress(end)];
    if (first === undefined || last === undefined) continue;
    for (let { value } = first; value <= last.value; value++) {
      const address = formatAddress({ version: first.version, value });
      if (!taken.has(address)) return address;
    }
  }
  return undefined;
}

/** The ranges with a hole where `address` is. */
function without(ranges: readonly IpRange[], address: string): readonly IpRange[] {
  const hole = parseAddress(address);
  if (hole === undefined) return ranges;
  return ranges.flatMap((range) => {
    const [first, last] = [parseAddress(range.start), parseAddress(range.end)];
    if (first === undefined || last === undefined || !isBetween(hole, first, last)) return [range];
    const part = (from: bigint, to: bigint): readonly IpRange[] =>
      from > to
        ? []
        : [{ start: formatAddress({ ...first, value: from }), end: formatAddress({ ...first, value: to }) }];
    return [...part(first.value, hole.value - 1n), ...part(hole.value + 1n, last.value)];
  });
}

function isBetween(address: Address, first: Address, last: Address): boolean {
  return address.version === first.version && address.value >= first.value && address.value <= last.value;
}

function canonical(text: string): string {
  const address = parseAddress(text);
  return address === undefined ? text : formatAddress(address);
}

/** Pools as given, or all of the subnet but its gateway. */
export function allocationPools(
  cidr: string,
  gateway: string | null,
  given: readonly IpRange[] | undefined,
): Result<readonly IpRange[], NeutronError> {
  const prefix = parsePrefix(cidr);
  if (prefix === undefined) return badRequest(`Invalid input for cidr. Reason: '${cidr}' is not a valid IP subnet.`);
  if (given !== undefined) return checkPools(cidr, gateway, given);
  const { version, network, last, length } = prefix;
  const bits = version === 4 ? 32 : 128;
  const [first, end] = length >= bits - 1 ? [network, last] : [network + 1n, version === 4 ? last - 1n : last];
  const everything = { start: formatAddress({ version, value: first }), end: formatAddress({ version, value: end }) };
  return ok(gateway === null ? [everything] : without([everything], gateway));
}

function checkPools(
  cidr: string,
  gateway: string | null,
  pools: readonly IpRange[],
): Result<readonly IpRange[], NeutronError> {
  const prefix = parsePrefix(cidr);
  if (prefix === undefined) return ok(pools);
  const ranges: { readonly text: string; readonly first: bigint; readonly last: bigint }[] = [];
  for (const { start, end } of pools) {
    const text = `${start}-${end}`;
    const [first, last] = [parseAddress(start), parseAddress(end)];
    if (first === undefined || last === undefined || first.version !== prefix.version) {
      return refuse(400, 'InvalidAllocationPool', `The allocation pool ${text} is not valid.`);
    }
    if (last.value < first.value) {
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
  return checkGateway(gateway, pools) ?? ok(pools);
}

/** The gateway's address is nobody else's. */
export function checkGateway(gateway: string | null, pools: readonly IpRange[]) {
  const address = parseAddress(gateway ?? '');
  if (address === undefined) return undefined;
  for (const { start, end } of pools) {
    const [first, last] = [parseAddress(start), parseAddress(end)];
    if (first === undefined || last === undefined || !isBetween(address, first, last)) continue;
    const message = `Gateway ip ${formatAddress(address)} conflicts with allocation pool ${start}-${end}`;
    return err<NeutronError>({ code: 'GatewayConflictWithAllocationPools', message, status: 409 });
  }
  return undefined;
}

/** A subnet that is there, or the words that it is not. */
export function subnetOf(neutron: DatabaseView, id: string): Result<Subnet, NeutronError> {
  const subnet = find(neutron, 'Subnet', id);
  return subnet === undefined ? notFound.subnet(id) : ok(subnet);
}
