/**
 * Load balancers on routers: connections to a VIP are tracked (lr_in_defrag), get a backend (lr_in_dnat), and are
 * brought to the gateway's chassis where there is one (lr_in_gw_redirect), which gives replies their source back
 * (lr_out_undnat).
 */
import type { Uuid } from '../../../../base';
import { balanced, type Balanced, type LoadBalancer } from '../facts/load-balancers';
import type { Vip } from '../facts/load-balancer-vips';
import { STAGES } from '../stages';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import { ctExtract, defrag, dnat, snat, undnat, unsnat } from './connections';
import { redirect } from './gateway-redirect';
import { ipInput } from './ip-input';
import { affinityOfVip } from './lb-affinity';
import { statelessAtPort } from './lb-stateless';
import { backendsMatch, hiding, hidingOn, newConnection, PREFIX, toVip, type AtPort, type Hiding } from './lb-text';
import { sharesZone } from './nat-subject';
import { routerOf, type Router } from './subjects';
import { all, REG, resident, type FlowText } from './text';

export function loadBalancerOnRouters(lb: LoadBalancer, net: Network): readonly WantedFlow[] {
  const routers = (net.loadBalancers.uses.get(lb.ref.uuid)?.routers ?? []).flatMap((uuid: Uuid) => {
    const facts = net.routers.get(uuid);
    return facts ? [routerOf(facts, net)] : [];
  });
  return [
    ...lb.vips.flatMap((vip) => [
      ...routers.flatMap((router) => vipOnRouter(lb, vip, router, net)),
      ...affinityOfVip(lb, vip, routers),
    ]),
    ...(lb.skipSnat ? routers.map((router) => skipsSnat(lb, router)) : []),
  ];
}

function skipsSnat({ name }: LoadBalancer, router: Router): WantedFlow {
  return snat(router, {
    rule: 'skip-snat',
    priority: 120,
    match: 'flags.skip_snat_for_lb == 1 && ip',
    actions: 'next;',
    why: () => `Who uses load balancer ${name} keeps its own source address.`,
  });
}

function vipOnRouter(lb: LoadBalancer, vip: Vip, router: Router, net: Network): readonly WantedFlow[] {
  return [
    tracked(lb, vip, router),
    ...chosen(lb, vip, router, net),
    ...besidesNat(lb, vip, router, net),
    ...template(lb, vip, router),
    ...emptyEvent(lb, vip, router, net),
  ];
}

/** Without connection tracking the backend is drawn at once, by a hash of each packet. */
function tracked(lb: LoadBalancer, vip: Vip, router: Router): WantedFlow {
  const match = `ip && ip${vip.family}.dst == ${vip.address}`;
  const common = { hint: lb.ref, match };
  if (!lb.statelessNat) {
    return defrag(router, {
      ...common,
      rule: 'vip',
      priority: 100,
      actions: 'ct_dnat;',
      why: () => `Connections to ${vip.address} of load balancer ${lb.name} are tracked.`,
    });
  }
  return ctExtract(router, {
    ...common,
    rule: 'stateless-vip',
    priority: 120,
    actions: drawBackend(lb, vip),
    why: () => `Load balancer ${lb.name} chooses a backend for each packet by itself.`,
  });
}

function drawBackend({ hashFields }: LoadBalancer, { backends }: Vip): string {
  if (backends.length < 2) return 'next;';
  const numbers = backends.map((_, index) => index).join(',');
  return hashFields === ''
    ? `${REG.statelessBackend} = select(${numbers});`
    : `${REG.statelessBackend} = select(values=(${numbers}); hash_fields="${hashFields}");`;
}

function chosen(lb: LoadBalancer, vip: Vip, router: Router, net: Network): readonly WantedFlow[] {
  const outcome = balanced(lb, vip, (_, backend) => net.loadBalancers.isAvailable(lb, backend));
  const how = hidingOn(lb, router);
  const actions = backendActions(lb, vip, outcome, how, router);
  const meter = outcome.kind === 'reject' ? router.meter('reject') : undefined;
  const text: FlowText = {
    rule: outcome.kind,
    priority: vip.port === undefined ? 110 : 120,
    match: newConnection(lb, vip),
    actions,
    meter,
    hint: lb.ref,
    why: () => `A new connection to ${vip.address} of load balancer ${lb.name} ${OUTCOMES[outcome.kind]}.`,
  };
  if (router.gatewayPorts.length === 0) return [dnat(router, text)];
  const isStateless = router.gatewayPorts.length > 1 && lb.statelessNat;
  return router.gatewayPorts.flatMap((port) => {
    if (port.redirect === undefined) return [];
    const at: AtPort = { lb, vip, router, port: port.quoted, redirect: port.redirect };
    return isStateless ? statelessAtPort(at, meter) : chosenAtPort(at, text, how);
  });
}

const OUTCOMES = {
  balance: 'gets one of its backends',
  reject: 'is refused: no backend is there',
  drop: 'is dropped: no backend is there',
} as const;

function backendActions(
  { affinity }: LoadBalancer,
  { family, address, port }: Vip,
  outcome: Balanced,
  how: Hiding,
  router: Router,
): string {
  if (outcome.kind === 'drop') return router.drop;
  if (outcome.kind === 'reject') {
    const egress = `next(pipeline=egress,table=${STAGES.lr_out_snat.number});`;
    return `${PREFIX[how]}reg0 = 0; reject { outport <-> inport; ${egress}};`;
  }
  const sent =
    affinity === 0 ? '' : `${REG.vip[family]} = ${address}; ${port === undefined ? '' : `${REG.vipPort} = ${port}; `}`;
  return `${PREFIX[how]}${sent}${outcome.call}(${outcome.arguments}${hiding(how)});`;
}

/** The chassis of the gateway chooses, unless every chassis chooses among backends of its own. */
function chosenAtPort(at: AtPort, text: FlowText, how: Hiding): readonly WantedFlow[] {
  const { lb, vip, router, port } = at;
  const place = lb.distributed ? undefined : resident(at.redirect);
  const placed = vip.backends.length > 0 || !lb.reject;
  const first = dnat(router, { ...text, match: all(text.match, placed && place) });
  if (vip.backends.length === 0) return [first];
  const fromBackend = backendsMatch(lb, vip);
  const hint = lb.ref;
  const why = () => `What the backends of load balancer ${lb.name} answer comes from ${vip.address}.`;
  const back = sharesZone(router) ? 'ct_dnat_in_czone;' : 'ct_dnat;';
  return [
    first,
    redirect(router, {
      rule: 'backend',
      priority: 200,
      match: `${fromBackend} && outport == ${port}`,
      actions: `outport = ${lb.distributed ? port : at.redirect}; next;`,
      hint,
      why,
    }),
    undnat(router, {
      rule: 'backend',
      priority: 120,
      match: all(fromBackend, `(inport == ${port} || outport == ${port})`, place),
      actions: how === 'normal' ? back : `${PREFIX[how]}next;`,
      hint,
      why,
    }),
  ];
}

/** A VIP that is an external address of NAT too is not for those who were hidden behind it. */
function besidesNat(lb: LoadBalancer, vip: Vip, router: Router, net: Network): readonly WantedFlow[] {
  if (!net.nats.hasExternalIp(router.uuid, vip.address)) return [];
  return [
    unsnat(router, {
      rule: 'vip',
      priority: 120,
      match: `ip${vip.family} && ${toVip(lb, vip)}`,
      actions: 'next;',
      hint: lb.ref,
      why: () => `Connections to ${vip.address} are for load balancer ${lb.name}, not for NAT with the same address.`,
    }),
  ];
}

/** Whatever a variable stands for on a chassis may be an address of the router. */
function template(lb: LoadBalancer, { family, address }: Vip, router: Router): readonly WantedFlow[] {
  if (!lb.template || !address.includes('^')) return [];
  return [
    ipInput(router, {
      rule: 'template-vip',
      priority: 100,
      match: `ip${family}.dst == ${address}`,
      actions: 'next;',
      hint: lb.ref,
      why: () => `${address} of load balancer ${lb.name} may be an address of the router itself.`,
    }),
  ];
}

function emptyEvent(lb: LoadBalancer, vip: Vip, router: Router, net: Network): readonly WantedFlow[] {
  const wanted = lb.event || net.global.optionIs('controller_event');
  if (!wanted || vip.backends.length > 0 || lb.reject) return [];
  const { address, port, family } = vip;
  const bracketed = family === 6 ? `[${address}]` : address;
  const written = port === undefined ? address : `${bracketed}:${port}`;
  return [
    dnat(router, {
      rule: 'no-backends',
      priority: 130,
      match: toVip(lb, vip),
      actions: `trigger_event(event = "empty_lb_backends", vip = "${written}", protocol = "${lb.protocol}", load_balancer = "${lb.ref.uuid}");`,
      meter: router.meter('event-elb'),
      hint: lb.ref,
      why: () => `${address} of load balancer ${lb.name} has no backends, and whoever listens is told so.`,
    }),
  ];
}
