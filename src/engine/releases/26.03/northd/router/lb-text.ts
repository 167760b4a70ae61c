/** Parts of the flows of load balancers on routers. */
import { forcedSnat, hidesBehindPorts } from '../facts/nats';
import type { LoadBalancer } from '../facts/load-balancers';
import type { Vip } from '../facts/load-balancer-vips';
import type { Router } from './subjects';
import { REG } from './text';

/** What becomes of the source address of who uses a load balancer: the usual, or never or always hidden behind one of the router's. */
export type Hiding = 'normal' | 'skip' | 'force';

/** A VIP at a gateway port of a router; both ports in quotes. */
export interface AtPort {
  readonly lb: LoadBalancer;
  readonly vip: Vip;
  readonly router: Router;
  readonly port: string;
  readonly redirect: string;
}

/** What is noted of a connection for the way out. */
export const PREFIX = {
  normal: '',
  skip: 'flags.skip_snat_for_lb = 1; ',
  force: 'flags.force_snat_for_lb = 1; ',
} as const satisfies Record<Hiding, string>;

/** The same, as an argument of the choice of a backend, for the packets to come. */
export function hiding(how: Hiding): string {
  return how === 'normal' ? '' : `; ${how}_snat`;
}

const PROTOCOL_NUMBERS = { tcp: 6, udp: 17, sctp: 132 } as const;

/** A new connection to a VIP, of which conntrack says what it was sent to. */
export function newConnection({ protocol }: LoadBalancer, { family, address, port }: Vip): string {
  const to = `ct.new && !ct.rel && ip${family} && ip${family}.dst == ${address}`;
  if (port === undefined) return to;
  return `${to} && ${REG.ctProtocol} == ${PROTOCOL_NUMBERS[protocol]} && ${REG.ctPort} == ${port}`;
}

/** A packet to a VIP, by its own headers. */
export function toVip({ protocol }: LoadBalancer, { family, address, port }: Vip): string {
  const to = `ip${family}.dst == ${address} && ${protocol}`;
  return port === undefined ? to : `${to} && ${protocol}.dst == ${port}`;
}

/** A packet from one of the backends. */
export function backendsMatch({ protocol }: LoadBalancer, { family, backends }: Vip): string {
  const from = backends.map(({ address, portText }) => {
    const port = portText === undefined ? '' : ` && ${protocol}.src == ${portText}`;
    return `(ip${family}.src == ${address}${port})`;
  });
  return `ip${family} && (${from.join(' || ')})`;
}

/** Whether who uses a load balancer is hidden behind an address of the router. */
export function hidingOn({ skipSnat }: LoadBalancer, { options }: Router): Hiding {
  if (skipSnat) return 'skip';
  return hidesBehindPorts(options) || forcedSnat(options, 'lb') !== undefined ? 'force' : 'normal';
}
