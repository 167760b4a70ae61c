/** Load balancers of a switch: what is noted of a packet to a VIP, the choice of a backend, and who keeps the same one. */
import { exhaustive, type Uuid } from '../../../../base';
import { formatEndpoint } from '../facts/endpoint';
import { balanced, emptyVipEvent, type LoadBalancer } from '../facts/load-balancers';
import type { Vip } from '../facts/load-balancer-vips';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { StageRules } from '../rules';
import { STAGES } from '../stages';
import { actions, match } from '../texts';
import { REG } from './registers';
import { flowsOn, goesOn, type MakeFlow } from './rows';

const DEFAULTS = ['ls_in_ct_extract', 'ls_in_lb_aff_check', 'ls_in_lb', 'ls_in_lb_aff_learn'] as const;

const PROTOCOL_NUMBERS = { tcp: 6, udp: 17, sctp: 132 } as const;

export const loadBalancer: StageRules = {
  name: 'load balancers of switches',
  ofSwitch: ({ uuid }) => DEFAULTS.map((stage) => goesOn(flowsOn(uuid), stage)),
  ofSwitchPolicy({ sw, hasVip }) {
    if (!hasVip) return [];
    const test = match('ct.new', 'ip');
    const note = actions(`${REG.ctProtocol} = ct_proto()`, `${REG.ctPort} = ct_tp_dst()`, 'next');
    const why = 'The port of a new connection is noted, which fragments do not have.';
    return [flowsOn(sw)('ls_in_ct_extract', 100, test, note, 'note-port', why)];
  },
  ofLoadBalancer(lb, net) {
    const switches = net.loadBalancers.uses.get(lb.ref.uuid)?.switches ?? [];
    if (switches.length === 0) return [];
    const flow = flowsOn(switches);
    const ofVips = lb.vips.flatMap((vip) => [
      ...emptyVipEvents(lb, vip, switches, net),
      noted(flow, lb, vip),
      ...affinity(flow, lb, vip),
      ...choice(lb, vip, switches, net),
      ...stateless(lb, vip, net),
    ]);
    return [...ofVips, ...statelessReplies(lb, net)];
  },
};

/** `ip4`, and where the VIP is kept, by IP version. */
const IP = { 4: 'ip4', 6: 'ip6' } as const;
const VIP_REGISTER = { 4: REG.vip4, 6: REG.vip6 } as const;

/** Notes the VIP, for hairpins and for affinity. */
export function notesVip({ family, address, port }: Vip): readonly (string | false)[] {
  return [`${VIP_REGISTER[family]} = ${address}`, port !== undefined && `${REG.vipPort} = ${port}`];
}

function noted(flow: MakeFlow, lb: LoadBalancer, vip: Vip): WantedFlow {
  return flow(
    'ls_in_pre_stateful',
    120,
    match(
      `${REG.nat} == 1`,
      `${IP[vip.family]}.dst == ${vip.address}`,
      vip.port !== undefined && `${lb.protocol}.dst == ${vip.port}`,
    ),
    actions(...notesVip(vip), 'ct_lb_mark'),
    'vip',
    `What goes to a VIP of load balancer ${lb.name} is tracked, and the VIP noted.`,
    { hint: lb.ref },
  );
}

/** Somebody may start a backend when a packet finds none. */
function emptyVipEvents(lb: LoadBalancer, vip: Vip, switches: readonly Uuid[], net: Network): readonly WantedFlow[] {
  const event = emptyVipEvent(lb, vip, net.global.optionIs('controller_event'));
  if (event === undefined) return [];
  const why = `The controller is told of packets to load balancer ${lb.name}, which has no backends for them.`;
  return switches.map((sw) =>
    flowsOn(sw)('ls_in_pre_lb', 130, event.match, event.actions, 'empty-vip', why, {
      hint: lb.ref,
      meter: net.meter(net.switches.get(sw)?.copp, 'event-elb'),
    }),
  );
}

/** The choice of a backend for a new connection, or the refusal where there is none. */
function choice(lb: LoadBalancer, vip: Vip, switches: readonly Uuid[], net: Network): readonly WantedFlow[] {
  const priority = vip.port === undefined ? 110 : 120;
  const test = match(
    'ct.new',
    `${IP[vip.family]}.dst == ${vip.address}`,
    ...(vip.port === undefined
      ? []
      : [`${REG.ctProtocol} == ${PROTOCOL_NUMBERS[lb.protocol]}`, `${REG.ctPort} == ${vip.port}`]),
  );
  const result = balanced(lb, vip, (_, backend) => net.loadBalancers.isAvailable(lb, backend));
  const row = (datapaths: readonly Uuid[], then: string, rule: string, why: string, meter?: string) =>
    flowsOn(datapaths)('ls_in_lb', priority, test, then, rule, why, { hint: lb.ref, meter });
  switch (result.kind) {
    case 'balance': {
      const then = actions(...notesVip(vip), `${result.call}(${result.arguments})`);
      return [row(switches, then, 'vip', `A new connection to load balancer ${lb.name} gets a backend.`)];
    }
    case 'drop':
      return [row(switches, net.global.drop(), 'no-backend', `Load balancer ${lb.name} has no backend for the VIP.`)];
    case 'reject': {
      const { direction, number } = STAGES.ls_out_qos;
      const then = `reg0 = 0; reject { outport <-> inport; next(pipeline=${direction},table=${number});};`;
      const why = `Load balancer ${lb.name} has no backend for the VIP, and answers so.`;
      const metered = switches.map((sw) => ({ sw, meter: net.meter(net.switches.get(sw)?.copp, 'reject') }));
      const others = metered.flatMap(({ sw, meter }) => (meter === undefined ? [sw] : []));
      return [
        ...metered.flatMap(({ sw, meter }) => (meter === undefined ? [] : [row([sw], then, 'reject', why, meter)])),
        ...(others.length === 0 ? [] : [row(others, then, 'reject', why)]),
      ];
    }
    default:
      return exhaustive(result);
  }
}

/** A client keeps its backend for a while. */
function affinity(flow: MakeFlow, lb: LoadBalancer, vip: Vip): readonly WantedFlow[] {
  if (lb.affinity === 0) return [];
  const ip = IP[vip.family];
  const register = VIP_REGISTER[vip.family];
  const extras = { hint: lb.ref };
  const check = match(
    'ct.new',
    ip,
    `${ip}.dst == ${vip.address}`,
    ...(vip.port === undefined
      ? []
      : [`${REG.ctProtocol} == ${PROTOCOL_NUMBERS[lb.protocol]}`, `${REG.ctPort} == ${vip.port}`]),
  );
  const known = `${REG.knownSession} = chk_lb_aff()`;
  const why = `Load balancer ${lb.name} gives a client the same backend for ${lb.affinity} seconds.`;
  return [
    flow('ls_in_lb_aff_check', 100, check, actions(known, 'next'), 'affinity', why, extras),
    ...vip.backends.flatMap((backend) => {
      const port = backend.port === 0 ? undefined : backend.port;
      const text = formatEndpoint(vip.family, backend.address, port);
      const learnt = match(
        `${REG.knownSession} == 0`,
        'ct.new',
        ip,
        `${register} == ${vip.address}`,
        vip.port !== undefined && `${REG.vipPort} == ${vip.port}`,
        `${ip}.dst == ${backend.address}`,
        port !== undefined && `${lb.protocol}.dst == ${port}`,
      );
      const chosen = match(
        `${REG.knownSession} == 1`,
        'ct.new',
        `${ip}.dst == ${vip.address}`,
        `${register} == ${backend.address}`,
        port !== undefined && `${REG.vipPort} == ${port}`,
      );
      const fields = [
        `vip = "${formatEndpoint(vip.family, vip.address, vip.port)}"`,
        `backend = "${text}"`,
        vip.port !== undefined && `proto = ${lb.protocol}`,
        `timeout = ${lb.affinity}`,
      ];
      const learn = `commit_lb_aff(${fields.filter(Boolean).join(', ')}); /* drop */`;
      const again = actions(...notesVip(vip), `ct_lb_mark(backends=${text})`);
      return [
        flow('ls_in_lb_aff_learn', 100, learnt, learn, 'affinity', why, extras),
        flow('ls_in_lb', 150, chosen, again, 'affinity', why, extras),
      ];
    }),
  ];
}

/** Switches whose ACLs are stateless though they balance (`enable-stateless-acl-with-lb`): they list the balancer themselves. */
function statelessSwitches(lb: LoadBalancer, net: Network): readonly Uuid[] {
  return net.loadBalancers.direct(lb.ref.uuid).filter((sw) => net.switches.get(sw)?.lbWithStatelessMode === true);
}

/** There, what goes to a VIP is tracked on its way in. */
function stateless(lb: LoadBalancer, vip: Vip, net: Network): readonly WantedFlow[] {
  const why = `Load balancer ${lb.name} tracks its own connections though ACLs are stateless.`;
  const ip = IP[vip.family];
  const toVip = match(`${ip}.dst == ${vip.address}`, vip.port !== undefined && `${lb.protocol}.dst == ${vip.port}`);
  const back = match(lb.protocol, `${ip}.dst == ${lb.hairpinSnat ?? vip.address}`);
  return statelessSwitches(lb, net).flatMap((sw) => {
    const flow = flowsOn(sw);
    return [
      flow('ls_in_pre_stateful', 150, toVip, actions(...notesVip(vip), 'ct_lb_mark'), 'stateless-vip', why),
      ...(lb.hairpinSnat !== undefined || vip.port !== undefined
        ? [flow('ls_in_pre_stateful', 105, back, 'ct_lb_mark;', 'stateless-hairpin', why)]
        : []),
    ];
  });
}

/** And what comes back from backends, on its way out. */
function statelessReplies(lb: LoadBalancer, net: Network): readonly WantedFlow[] {
  const why = `Load balancer ${lb.name} tracks its own connections though ACLs are stateless.`;
  return statelessSwitches(lb, net).flatMap((sw) => [
    flowsOn(sw)('ls_out_pre_lb', 115, `${REG.stateless} == 1`, actions(`${REG.nat} = 1`, 'next'), 'stateless', why),
    flowsOn(sw)('ls_out_stateful', 110, match(`${REG.stateless} == 1`, 'ct.new'), 'next;', 'stateless', why),
  ]);
}
