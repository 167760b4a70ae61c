/**
 * Load balancers without connection tracking, on routers with several gateway ports: each packet finds its backend by
 * the number that was drawn for it, whichever chassis it comes in on.
 */
import type { WantedFlow } from '../flow';
import type { Backend, Vip } from '../facts/load-balancer-vips';
import type { LoadBalancer } from '../facts/load-balancers';
import { dnat, snat, undnat } from './connections';
import { redirect } from './gateway-redirect';
import { backendsMatch, type AtPort } from './lb-text';
import { all, REG, resident } from './text';

export function statelessAtPort(at: AtPort, meter: string | undefined): readonly WantedFlow[] {
  const { lb, vip, router } = at;
  const { backends } = vip;
  if (backends.length === 0) return [];
  return [
    ...backends.map((backend, index) =>
      dnat(router, {
        rule: 'stateless-backend',
        priority: vip.port === undefined ? 110 : 120,
        match: all(resident(at.redirect), toVip(lb, vip), backends.length > 1 && `${REG.statelessBackend} == ${index}`),
        actions: toBackend(lb, vip, backend),
        meter,
        hint: lb.ref,
        why: () => `Packets to ${vip.address} of load balancer ${lb.name} go to ${backend.address}.`,
      }),
    ),
    ...answers(at),
  ];
}

function toVip({ protocol }: LoadBalancer, { family, address, port }: Vip): string {
  const to = `ip${family} && ip${family}.dst == ${address}`;
  return port === undefined ? to : `${to} && ${protocol} && ${protocol}.dst == ${port}`;
}

function toBackend({ protocol }: LoadBalancer, { family, port }: Vip, { address, portText }: Backend): string {
  return `ip${family}.dst = ${address}; ${port === undefined ? '' : `${protocol}.dst = ${portText ?? ''}; `}next;`;
}

/** Answers of backends get the VIP as their source on the chassis of the gateway. */
function answers({ lb, vip, router, port, redirect: gateway }: AtPort): readonly WantedFlow[] {
  const { protocol } = lb;
  const ip = `ip${vip.family}`;
  const from = backendsMatch(lb, vip);
  const match = all(from, `(inport == ${port} || outport == ${port})`, resident(gateway), protocol);
  const common = {
    hint: lb.ref,
    why: () => `What the backends of load balancer ${lb.name} answer comes from ${vip.address}.`,
  };
  const source = vip.port === undefined ? '' : `${protocol}.src = ${vip.port}; `;
  return [
    redirect(router, {
      ...common,
      rule: 'backend',
      priority: 200,
      match: `${from} && outport == ${port}`,
      actions: `outport = ${gateway}; next;`,
    }),
    undnat(router, { ...common, rule: 'stateless-backend', priority: 120, match, actions: 'next;' }),
    snat(router, {
      ...common,
      rule: 'stateless-backend',
      priority: 160,
      match,
      actions: `${ip}.src = ${vip.address}; ${source}next;`,
    }),
  ];
}
