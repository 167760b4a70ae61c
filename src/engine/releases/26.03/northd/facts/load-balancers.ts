/** Load balancers: what their rows say, and what becomes of a new connection to one of their VIPs. */
import type { RowRef } from '../../../../base';
import { getOptionalString, getPairs, getString, getStrings, type Row } from '../../../../ovsdb';
import { parseIpv4 } from '../../../../../packets';
import { match } from '../texts';
import { formatEndpoint } from './endpoint';
import { readVips, type Backend, type HealthCheck, type Vip } from './load-balancer-vips';

export interface LoadBalancer {
  readonly ref: RowRef;
  readonly name: string;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly vips: readonly Vip[];
  /** The fields that the choice of a backend hashes, joined by commas; empty for the five-tuple. */
  readonly hashFields: string;
  /** Tells the controller of a packet to a VIP without backends (`event`). */
  readonly event: boolean;
  /** Answers a packet to a VIP without backends, instead of dropping it. */
  readonly reject: boolean;
  /** Routers learn routes to its VIPs (`add_route`). */
  readonly routable: boolean;
  readonly skipSnat: boolean;
  readonly template: boolean;
  /** Seconds for which a client keeps its backend; 0 for never. */
  readonly affinity: number;
  /** Which of its VIPs routers answer ARP for. */
  readonly neighborResponder: 'reachable' | 'all' | 'none';
  /** The source address of hairpinned packets, instead of the VIP. */
  readonly hairpinSnat: string | undefined;
  /** Backends are chosen on the hypervisors that have them. */
  readonly distributed: boolean;
  readonly statelessNat: boolean;
}

export const LOAD_BALANCER_COLUMNS = [
  'name',
  'protocol',
  'vips',
  'options',
  'ip_port_mappings',
  'health_check',
  'selection_fields',
] as const;

/** `healthChecks` are those of the row. */
export function loadBalancerFacts(row: Row, ref: RowRef, healthChecks: readonly HealthCheck[]): LoadBalancer {
  const options = textsOf(row, 'options');
  const flag = (key: string) => options.get(key)?.toLowerCase() === 'true';
  const given = getOptionalString(row, 'protocol') ?? '';
  const protocol = given === 'udp' || given === 'sctp' ? given : 'tcp';
  const template = flag('template');
  const distributed = flag('distributed');
  return {
    ref,
    name: getString(row, 'name'),
    protocol,
    vips: readVips({
      vips: [...textsOf(row, 'vips')],
      protocol,
      template,
      family: (options.get('address-family') ?? 'ipv4') === 'ipv4' ? 4 : 6,
      distributed,
      mappings: textsOf(row, 'ip_port_mappings'),
      healthChecks,
    }),
    hashFields: getStrings(row, 'selection_fields')
      .map((field) => (given === '' ? field : field.replace(/^tp_(src|dst)$/, `${given}_$1`)))
      .join(','),
    event: flag('event'),
    reject: flag('reject'),
    routable: flag('add_route') && !template,
    skipSnat: flag('skip_snat'),
    template,
    affinity: affinityOf(options.get('affinity_timeout')),
    neighborResponder: responderOf(options.get('neighbor_responder'), template),
    hairpinSnat: ipv4Of(options.get('hairpin_snat_ip')),
    distributed,
    statelessNat: flag('use_stateless_nat'),
  };
}

/** Whether a backend that is checked may have connections; backends that are not checked always may. */
export type IsAvailable = (vip: Vip, backend: Backend) => boolean;

/** What becomes of a new connection to a VIP. */
export type Balanced =
  | { readonly kind: 'balance'; readonly call: string; readonly arguments: string }
  | { readonly kind: 'reject' }
  | { readonly kind: 'drop' };

/** The choice among the backends that are there for a VIP now; without any, the connection is refused. */
export function balanced(lb: LoadBalancer, vip: Vip, isAvailable: IsAvailable): Balanced {
  const chosen = vip.healthCheck !== undefined || lb.distributed;
  const backends = chosen ? vip.backends.filter((backend) => isEligible(vip, backend, isAvailable)) : vip.backends;
  if (backends.length === 0) return { kind: lb.reject ? 'reject' : 'drop' };
  const texts = chosen ? backends.map((backend) => placedBackend(lb, vip, backend)).join(',') : vip.backendsText;
  return {
    kind: 'balance',
    call: lb.distributed ? 'ct_lb_mark_local' : 'ct_lb_mark',
    arguments: `backends=${texts}${lb.hashFields === '' ? '' : `; hash_fields="${lb.hashFields}"`}`,
  };
}

/** What tells the controller of a packet to a VIP that has no backends; `always` where it is told of every load balancer. */
export function emptyVipEvent(
  lb: LoadBalancer,
  { family, address, port, backends }: Vip,
  always: boolean,
): { readonly match: string; readonly actions: string } | undefined {
  if (!(lb.event || always) || backends.length > 0 || lb.reject) return undefined;
  const fields = [
    'event = "empty_lb_backends"',
    `vip = "${formatEndpoint(family, address, port)}"`,
    `protocol = "${lb.protocol}"`,
    `load_balancer = "${lb.ref.uuid}"`,
  ];
  const tests = [`ip${family}.dst == ${address}`, lb.protocol, port !== undefined && `${lb.protocol}.dst == ${port}`];
  return { match: match(...tests), actions: `trigger_event(${fields.join(', ')});` };
}

/** A backend without a place has neither checks nor a hypervisor of its own. */
function isEligible(vip: Vip, backend: Backend, isAvailable: IsAvailable): boolean {
  return backend.place !== undefined && (vip.healthCheck === undefined || isAvailable(vip, backend));
}

function placedBackend(lb: LoadBalancer, vip: Vip, { address, port, place }: Backend): string {
  const text = formatEndpoint(vip.family, address, port);
  return lb.distributed && place ? `"${place.port}":${text}` : text;
}

/** A whole number of at most 16 bits, 0 where it is none. */
function affinityOf(text: string | undefined): number {
  return text !== undefined && /^\d+$/.test(text) ? Math.min(Number(text), 0xffff) : 0;
}

function responderOf(text: string | undefined, template: boolean): LoadBalancer['neighborResponder'] {
  if (text === 'all' || text === 'none') return text;
  return template ? 'none' : 'reachable';
}

function ipv4Of(text: string | undefined): string | undefined {
  return text !== undefined && parseIpv4(text).ok ? text : undefined;
}

function textsOf(row: Row, column: string): ReadonlyMap<string, string> {
  return new Map(getPairs(row, column).map(([key, value]) => [String(key), String(value)]));
}
