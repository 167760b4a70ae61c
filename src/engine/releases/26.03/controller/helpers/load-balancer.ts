/** Rows of Load_Balancer as hairpin flows need them. */
import type { Uuid } from '../../../../base';
import { parseIpv4, parseIpv6 } from '../../../../openflow';
import { parseIps, splitWords } from '../facts/addresses';
import type { Endpoint, LoadBalancer, Protocol, Vip } from './hairpin';

export interface LoadBalancerRow {
  readonly row: Uuid;
  readonly protocol: string;
  readonly vips: ReadonlyMap<string, string>;
  readonly options: ReadonlyMap<string, string>;
  /** Where it is, and in which of those datapaths hairpins are. */
  readonly datapaths: readonly Uuid[];
  readonly groups: readonly Uuid[];
  readonly hairpinGroups: readonly Uuid[];
}

/** Services with something wrong in them are left out. `switches`: keys of the local datapaths with hairpins. */
export function readLoadBalancer(
  { row, protocol, vips, options }: LoadBalancerRow,
  switches: readonly number[],
  expand: (text: string) => string | undefined,
): LoadBalancer {
  return {
    row,
    protocol: PROTOCOLS.find((known) => known === protocol) ?? 'tcp',
    vips: Array.from(vips).flatMap(([key, value]) => readVip(expand(key), expand(value)) ?? []),
    snatIps: parseIps(splitWords(options.get('hairpin_snat_ip') ?? '')),
    switches,
  };
}

const PROTOCOLS: readonly Protocol[] = ['udp', 'sctp'];

function readVip(key: string | undefined, value: string | undefined): Vip | undefined {
  const vip = key === undefined ? undefined : parseEndpoint(key);
  if (vip === undefined || value === undefined) return undefined;
  const backends = value.split(',').filter((text) => text !== '');
  const parsed = backends.flatMap((text) => parseEndpoint(text) ?? []);
  const fits = ({ version, port }: Endpoint) => version === vip.version && (port === 0) === (vip.port === 0);
  if (parsed.length < backends.length || !parsed.every(fits)) return undefined;
  return { ...vip, backends: parsed };
}

/** `ADDRESS`, `ADDRESS:PORT` or `[ADDRESS]:PORT`. */
function parseEndpoint(text: string): Endpoint | undefined {
  const four = /^([\d.]+)(?::(\d+))?$/.exec(text);
  const six = /^\[([\da-f:.]+)\](?::(\d+))?$/i.exec(text) ?? /^([\da-f:.]*:[\da-f:.]*)$/i.exec(text);
  const found = four ?? six;
  const version = four ? 4 : 6;
  const address = (four ? parseIpv4 : parseIpv6)(found?.[1] ?? '');
  const port = Number(found?.[2] ?? 0);
  return address === undefined || port > 65535 ? undefined : { version, address, port };
}
