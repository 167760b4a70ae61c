/** Connections that a load balancer turns back to the port that opened them, and what a VTEP gateway sends. */
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { StageRules } from '../rules';
import { STAGES } from '../stages';
import { actions, match } from '../texts';
import type { SwitchFacts } from '../facts/switches';
import { REG } from './registers';
import { flowsOn, goesOn, type MakeFlow } from './rows';

const DEFAULTS = ['ls_in_pre_hairpin', 'ls_in_nat_hairpin', 'ls_in_hairpin'] as const;

export const hairpin: StageRules = {
  name: 'hairpins',
  ofSwitch: (sw, net) => [
    ...DEFAULTS.map((stage) => goesOn(flowsOn(sw.uuid), stage)),
    ...(sw.hasVtepPorts ? fromVtep(sw, net) : []),
  ],
  ofSwitchPolicy({ sw, hasVip }, net) {
    const hint = net.switches.get(sw)?.ref;
    return hasVip ? [...fragments(flowsOn(sw)), ...turnedBack(flowsOn(sw), { hint })] : [];
  },
};

/** Fragments have no ports after tracking: those of the connection tell whether they are to be turned back. */
function fragments(flow: MakeFlow): readonly WantedFlow[] {
  const rows = [
    { ip: 'ip4', note: `${REG.vip4} = ct_nw_dst()` },
    { ip: 'ip6', note: `${REG.vip6} = ct_ip6_dst()` },
  ];
  return rows.map(({ ip, note }) =>
    flow(
      'ls_in_lb',
      110,
      match('ct.trk', 'ct.est', '!ct.rpl', `${REG.fragment} == 1`, ip),
      actions(note, `${REG.vipPort} = ct_tp_dst()`, 'next'),
      'fragment',
      'Where a fragment was going to is known from its connection.',
    ),
  );
}

function turnedBack(flow: MakeFlow, extras: Pick<WantedFlow, 'hint'>): readonly WantedFlow[] {
  return [
    flow(
      'ls_in_pre_hairpin',
      100,
      match('ip', 'ct.trk'),
      actions(`${REG.hairpin} = chk_lb_hairpin()`, `${REG.hairpinReply} = chk_lb_hairpin_reply()`, 'next'),
      'check',
      'Whether a packet goes back to where it came from is known after the backend was chosen.',
      extras,
    ),
    flow(
      'ls_in_nat_hairpin',
      100,
      match('ip', 'ct.new', 'ct.trk', `${REG.hairpin} == 1`),
      actions('ct_snat_to_vip', 'next'),
      'new',
      'A connection that is turned back comes from the VIP, so that the backend answers to it.',
      extras,
    ),
    flow(
      'ls_in_nat_hairpin',
      100,
      match('ip', 'ct.est', 'ct.trk', `${REG.hairpin} == 1`),
      'ct_snat;',
      'established',
      'The source of a connection that is turned back is translated as before.',
      extras,
    ),
    flow(
      'ls_in_nat_hairpin',
      90,
      match('ip', `${REG.hairpinReply} == 1`),
      'ct_snat;',
      'reply',
      'Replies of a connection that was turned back come from the VIP.',
      extras,
    ),
    flow(
      'ls_in_hairpin',
      1,
      `(${REG.hairpin} == 1 || ${REG.hairpinReply} == 1)`,
      actions('eth.dst <-> eth.src', 'outport = inport', 'flags.loopback = 1', 'output'),
      'turn-back',
      'The packet goes back by the port that it came from.',
    ),
  ];
}

/** A VTEP gateway's packets pass over tracking and ARP replies, but for routing on the gateway chassis. */
function fromVtep(sw: SwitchFacts, net: Network): readonly WantedFlow[] {
  const flow = flowsOn(sw.uuid);
  const ramp = `${REG.fromRamp} == 1`;
  const gateways = sw.routerPorts.flatMap((uuid) => {
    const peer = net.switchPorts.all.get(uuid)?.peer;
    const router = peer?.kind === 'router' ? net.routerPorts.all.get(peer.port) : undefined;
    return router?.crPort?.quoted ?? [];
  });
  return [
    flow(
      'ls_in_hairpin',
      1000,
      ramp,
      actions(`next(pipeline=ingress, table=${STAGES.ls_in_l2_lkup.number})`),
      'vtep',
      'What a VTEP gateway sends only needs its destination.',
    ),
    ...gateways.map((gateway) =>
      flow(
        'ls_in_hairpin',
        2000,
        match(ramp, `is_chassis_resident(${gateway})`),
        'next;',
        'vtep-gateway',
        'On the gateway chassis of its router, ARP of a VTEP gateway is answered.',
      ),
    ),
    flow(
      'ls_in_arp_rsp',
      65535,
      match(ramp, '(arp || nd_ns)'),
      actions('flags.loopback = 1', 'next'),
      'vtep',
      'ARP requests of a VTEP gateway are answered by whom they ask.',
    ),
  ];
}
