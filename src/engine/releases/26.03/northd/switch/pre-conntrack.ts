/** What is sent to connection tracking before ACLs and load balancing look at it, and what is not. */
import type { Uuid } from '../../../../base';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { StageRules } from '../rules';
import type { StageName } from '../stages';
import { actions, match } from '../texts';
import { REG } from './registers';
import { flowsOn, goesOn, type MakeFlow } from './rows';

const PRE_ACL = ['ls_in_pre_acl', 'ls_out_pre_acl'] as const;
const PRE_LB = ['ls_in_pre_lb', 'ls_out_pre_lb'] as const;

const NEIGHBOURS = 'nd || nd_rs || nd_ra || mldv1 || mldv2';
const MONITOR_REPLY = 'eth.dst == $svc_monitor_mac';
const MONITOR_CHECK = 'eth.src == $svc_monitor_mac';

export const preAcl: StageRules = {
  name: 'tracking for ACLs',
  ofSwitch({ uuid }) {
    const flow = flowsOn(uuid);
    const why = 'Health checks of ovn-controller are not tracked.';
    return [
      ...PRE_ACL.map((stage) => goesOn(flow, stage)),
      flow('ls_in_pre_acl', 110, MONITOR_REPLY, 'next;', 'service-check-reply', why),
      flow('ls_out_pre_acl', 110, MONITOR_CHECK, 'next;', 'service-check', why),
    ];
  },
  ofSwitchPolicy: ({ sw, isStateful }, net) => (isStateful ? trackedForAcls(sw, net) : []),
};

function trackedForAcls(sw: Uuid, net: Network): readonly WantedFlow[] {
  const flow = flowsOn(sw);
  const { routers, switches, localnets, isEvpn } = specialPorts(sw, net);
  const untracked = [...routers.filter((port) => !port.enableRouterPortAcl), ...switches, ...localnets];
  const aclCtTranslation = net.global.optionIs('acl_ct_translation');
  return [
    ...untracked.flatMap((port) => skipPort(flow, PRE_ACL, port, true)),
    ...PRE_ACL.flatMap((stage) => [
      flow(
        stage,
        110,
        `${NEIGHBOURS} || (udp && udp.src == 546 && udp.dst == 547)`,
        'next;',
        'neighbours',
        'Neighbour discovery, multicast listener reports and DHCPv6 requests are not tracked.',
      ),
      ...(aclCtTranslation
        ? []
        : [flow(stage, 110, 'eth.mcast', 'next;', 'multicast', 'Multicasts and broadcasts are not tracked.')]),
      flow(
        stage,
        100,
        'ip',
        actions(`${REG.defrag} = 1`, 'next'),
        'track',
        'The switch has an allow-related ACL, so that all IP is tracked.',
      ),
    ]),
    flow('ls_in_pre_acl', 110, tooBig(' '), 'next;', 'too-big', 'ICMP errors of a tunnel are not tracked.'),
    ...(isEvpn ? evpn(flow, PRE_ACL, true) : []),
  ];
}

export const preLb: StageRules = {
  name: 'tracking for load balancers',
  ofSwitch({ uuid }) {
    const flow = flowsOn(uuid);
    const checks = 'Health checks of ovn-controller are not tracked.';
    return [
      ...PRE_LB.flatMap((stage) => [
        goesOn(flow, stage),
        flow(stage, 110, 'eth.mcast', 'next;', 'multicast', 'Multicasts and broadcasts are not balanced.'),
        flow(stage, 110, NEIGHBOURS, 'next;', 'neighbours', 'Neighbour discovery is not balanced.'),
        flow(stage, 110, `${REG.stateless} == 1`, 'next;', 'stateless', 'What is not to be tracked is not balanced.'),
      ]),
      flow('ls_in_pre_lb', 110, tooBig(''), 'next;', 'too-big', 'ICMP errors of a tunnel are not tracked.'),
      flow('ls_in_pre_lb', 110, MONITOR_REPLY, 'next;', 'service-check-reply', checks),
      flow('ls_out_pre_lb', 110, MONITOR_CHECK, 'next;', 'service-check', checks),
    ];
  },
  ofSwitchPolicy({ sw, isStateful, hasVip }, net) {
    const flow = flowsOn(sw);
    const { routers, switches, localnets, isEvpn } = specialPorts(sw, net);
    const why = 'The switch has a load balancer, so that all IP is tracked, and what is invalid is found.';
    return [
      ...routers.flatMap((port) => skipPort(flow, PRE_LB, port, isStateful)),
      ...switches.flatMap((port) => skipPort(flow, PRE_LB, port, true)),
      // Traffic of the physical network is tracked only to be balanced.
      ...(hasVip ? [] : localnets.flatMap((port) => skipPort(flow, PRE_LB, port, isStateful))),
      ...(isEvpn ? evpn(flow, PRE_LB, isStateful) : []),
      ...(hasVip ? PRE_LB.map((stage) => flow(stage, 100, 'ip', actions(`${REG.nat} = 1`, 'next'), 'track', why)) : []),
    ];
  },
};

/** The ports of a switch that lead elsewhere. */
function specialPorts(sw: Uuid, { switches, switchPorts }: Network) {
  const facts = switches.get(sw);
  const ports = (uuids: readonly Uuid[] = []) => uuids.flatMap((uuid) => switchPorts.all.get(uuid) ?? []);
  return {
    routers: ports(facts?.routerPorts),
    switches: ports(facts?.switchPorts),
    localnets: ports(facts?.localnetPorts),
    isEvpn: facts?.hasEvpnVni === true,
  };
}

/** Router ports and the like have no connections of their own: who tracks them is at the other end. */
function skipPort(
  flow: MakeFlow,
  [ingress, egress]: readonly [StageName, StageName],
  port: SwitchPortFacts,
  keepsState: boolean,
): readonly WantedFlow[] {
  const extras = { port: port.name, hint: port.ref };
  const why = `Connections through port ${port.quoted} are tracked elsewhere.`;
  return [
    flow(ingress, 110, match('ip', `inport == ${port.quoted}`), 'next;', 'untracked-port', why, extras),
    flow(egress, 110, match('ip', `outport == ${port.quoted}`), forgetting(keepsState), 'untracked-port', why, extras),
  ];
}

function evpn(
  flow: MakeFlow,
  [ingress, egress]: readonly [StageName, StageName],
  keepsState: boolean,
): readonly WantedFlow[] {
  const why = 'Remote VTEPs have no connections here.';
  return [
    flow(ingress, 110, 'from_evpn_vtep', 'next;', 'evpn', why),
    flow(egress, 110, 'to_evpn_vtep', forgetting(keepsState), 'evpn', why),
  ];
}

/** Without stateful ACLs the state that load balancing left is of no use any more. */
function forgetting(keepsState: boolean): string {
  return keepsState ? 'next;' : 'flags.pkt_sampled = 0; ct_clear; next;';
}

function tooBig(space: string): string {
  return match(
    `((ip4 && icmp4.type == 3 && icmp4.code == 4) ||${space}(ip6 && icmp6.type == 2 && icmp6.code == 0))`,
    'flags.tunnel_rx == 1',
  );
}

export const preStateful: StageRules = {
  name: 'tracking',
  ofSwitch({ uuid }) {
    const flow = flowsOn(uuid);
    return [
      flow(
        'ls_in_pre_stateful',
        115,
        match(`${REG.nat} == 1`, 'ip.is_frag'),
        actions(`${REG.fragment} = 1`, 'ct_lb_mark'),
        'fragment',
        'Fragments are put together on the way, and remembered to be some.',
      ),
      ...(['ls_in_pre_stateful', 'ls_out_pre_stateful'] as const).flatMap((stage) => [
        goesOn(flow, stage),
        flow(
          stage,
          110,
          `${REG.nat} == 1`,
          'ct_lb_mark;',
          'nat',
          'Packets are tracked, and what was translated is translated back.',
        ),
        flow(stage, 100, `${REG.defrag} == 1`, 'ct_next;', 'track', 'Packets are tracked.'),
      ]),
    ];
  },
};
