/**
 * The virtual IPs of a load balancer with their backends, read from its row. A VIP that cannot be read is left out, as
 * ovn-northd logs and skips it; backends of a VIP that cannot be read make the whole VIP unreadable.
 */
import type { RowRef } from '../../../../base';
import { parseEndpoint } from './endpoint';

export interface Backend {
  readonly address: string;
  /** 0 where there is none, or where it is a template variable. */
  readonly port: number;
  readonly portText: string | undefined;
  /** What `ip_port_mappings` says of it, if that is asked for (health checks, distributed load balancers). */
  readonly place: BackendPlace | undefined;
}

export interface BackendPlace {
  readonly port: string;
  /** Where the checks come from. */
  readonly source: string | undefined;
  /** The availability zone that the backend is in, if it is another one. */
  readonly zone: string | undefined;
}

export interface HealthCheck {
  readonly ref: RowRef;
  readonly vip: string;
  readonly options: ReadonlyMap<string, string>;
}

export interface Vip {
  readonly family: 4 | 6;
  /** An address, or a template variable such as `^vip`. */
  readonly address: string;
  readonly port: string | undefined;
  readonly backends: readonly Backend[];
  /** The backends as the row has them. */
  readonly backendsText: string;
  readonly healthCheck: HealthCheck | undefined;
}

export interface VipSource {
  readonly vips: readonly (readonly [key: string, backends: string])[];
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  /** Whether addresses may be template variables; `family` is that of their values. */
  readonly template: boolean;
  readonly family: 4 | 6;
  readonly distributed: boolean;
  readonly mappings: ReadonlyMap<string, string>;
  readonly healthChecks: readonly HealthCheck[];
}

export function readVips(source: VipSource): readonly Vip[] {
  return source.vips.flatMap(([key, text]) => {
    const vip = source.template ? templateVip(source, key, text) : explicitVip(key, text);
    if (vip === undefined) return [];
    const healthCheck = healthCheckOf(source, key);
    const placed = healthCheck !== undefined || source.distributed;
    const sourceNeeded = !source.distributed || healthCheck !== undefined;
    // Template VIPs have no address of their own, so that their mappings are looked up as those of IPv6.
    const bracketed = source.template || vip.family === 6;
    const place = ({ address }: Bare) =>
      placed ? readPlace(source.mappings.get(bracketed ? `[${address}]` : address), sourceNeeded) : undefined;
    return [
      {
        ...vip,
        backendsText: text,
        healthCheck,
        backends: vip.backends.map((bare) => ({ ...bare, place: place(bare) })),
      },
    ];
  });
}

type Bare = Omit<Backend, 'place'>;
type BareVip = Pick<Vip, 'family' | 'address' | 'port'> & { readonly backends: readonly Bare[] };

function explicitVip(key: string, text: string): BareVip | undefined {
  const endpoint = parseEndpoint(key);
  if (endpoint === undefined) return undefined;
  const port = endpoint.port === 0 ? undefined : String(endpoint.port);
  const backends = readBackends(text, (token) => explicitBackend(token, endpoint.family, port !== undefined));
  return backends && { family: endpoint.family, address: endpoint.address, port, backends };
}

function templateVip({ family }: VipSource, key: string, text: string): BareVip | undefined {
  const [address, port, ...rest] = key.split(':').filter(Boolean);
  if (address === undefined || rest.length > 0) return undefined;
  const backends = readBackends(text, (token) =>
    token.startsWith('^') ? templateBackend(token) : explicitBackend(token, family, port !== undefined),
  );
  return backends && { family, address, port, backends };
}

function readBackends(text: string, read: (token: string) => Bare | undefined): readonly Bare[] | undefined {
  const backends = text.split(',').filter(Boolean).map(read);
  return backends.every((backend) => backend !== undefined) ? backends : undefined;
}

/** A backend has a port exactly if its VIP has one. */
function explicitBackend(token: string, family: 4 | 6, withPort: boolean): Bare | undefined {
  const endpoint = parseEndpoint(token);
  if (endpoint?.family !== family || (endpoint.port !== 0) !== withPort) return undefined;
  return { address: endpoint.address, port: endpoint.port, portText: withPort ? String(endpoint.port) : undefined };
}

function templateBackend(token: string): Bare | undefined {
  const [address, portText, ...rest] = token.split(':').filter(Boolean);
  return address === undefined || rest.length > 0 ? undefined : { address, port: 0, portText };
}

/** Neither SCTP nor templates have health checks. */
function healthCheckOf({ protocol, template, healthChecks }: VipSource, key: string): HealthCheck | undefined {
  return protocol === 'sctp' || template ? undefined : healthChecks.find(({ vip }) => vip === key);
}

/** Reads `PORT[:SOURCE[:ZONE]]`; an IPv6 source stands in brackets. */
function readPlace(text: string | undefined, sourceNeeded: boolean): BackendPlace | undefined {
  if (text === undefined) return undefined;
  const colon = text.indexOf(':');
  if (colon < 0) return sourceNeeded || text === '' ? undefined : { port: text, source: undefined, zone: undefined };
  const found = /^(?:\[([^\]]*)\](?::(.*))?.*|([^:]*)(?::(.*))?)$/s.exec(text.slice(colon + 1));
  const zone = found?.[2] ?? found?.[4];
  const source = parseEndpoint(found?.[1] ?? found?.[3] ?? '');
  return source === undefined || zone === '' ? undefined : { port: text.slice(0, colon), source: source.address, zone };
}
