/** lr_in_lb_aff_check, lr_in_dnat and lr_in_lb_aff_learn: a client keeps its backend for a while. */
import type { WantedFlow } from '../flow';
import { formatEndpoint } from '../facts/endpoint';
import type { Backend, Vip } from '../facts/load-balancer-vips';
import type { LoadBalancer } from '../facts/load-balancers';
import { affinityCheck, affinityLearn, dnat } from './connections';
import { hiding, hidingOn, newConnection, PREFIX } from './lb-text';
import type { Router } from './subjects';
import { all, REG } from './text';

export function affinityOfVip(lb: LoadBalancer, vip: Vip, routers: readonly Router[]): readonly WantedFlow[] {
  if (lb.affinity === 0) return [];
  return routers.flatMap((router) => [
    affinityCheck(router, {
      rule: 'vip',
      priority: 100,
      match: newConnection(lb, vip),
      actions: `${REG.knownSession} = chk_lb_aff(); next;`,
      hint: lb.ref,
      why: () => `Clients of ${vip.address} keep their backend for ${lb.affinity} seconds.`,
    }),
    ...vip.backends.flatMap((backend) => [kept(lb, vip, backend, router), learnt(lb, vip, backend, router)]),
  ]);
}

function kept(lb: LoadBalancer, { family, address }: Vip, backend: Backend, router: Router): WantedFlow {
  const ip = `ip${family}`;
  const how = hidingOn(lb, router);
  return dnat(router, {
    rule: 'affinity',
    priority: 150,
    match: all(
      `${REG.knownSession} == 1`,
      'ct.new',
      `${ip}.dst == ${address}`,
      `${REG.vip[family]} == ${backend.address}`,
      backend.port !== 0 && `${REG.vipPort} == ${backend.port}`,
    ),
    actions: `${PREFIX[how]}ct_lb_mark(backends=${endpoint(family, backend)}${hiding(how)});`,
    hint: lb.ref,
    why: () => `The client has had backend ${backend.address} before.`,
  });
}

function learnt(lb: LoadBalancer, { family, address, port }: Vip, backend: Backend, router: Router): WantedFlow {
  const ip = `ip${family}`;
  const vip = formatEndpoint(family, address, port);
  const protocol = port === undefined ? '' : `, proto = ${lb.protocol}`;
  return affinityLearn(router, {
    rule: 'affinity',
    priority: 100,
    match: all(
      `${REG.knownSession} == 0`,
      'ct.new',
      ip,
      `${REG.vip[family]} == ${address}`,
      port !== undefined && `${REG.vipPort} == ${port}`,
      `${ip}.dst == ${backend.address}`,
      backend.port !== 0 && `${lb.protocol}.dst == ${backend.port}`,
    ),
    actions: `commit_lb_aff(vip = "${vip}", backend = "${endpoint(family, backend)}"${protocol}, timeout = ${lb.affinity}); /* drop */`,
    hint: lb.ref,
    why: () => `The client is to have backend ${backend.address} again.`,
  });
}

function endpoint(family: 4 | 6, { address, port }: Backend): string {
  return formatEndpoint(family, address, port === 0 ? undefined : port);
}
