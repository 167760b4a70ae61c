/** ls_in_l2_lkup: where broadcasts and multicasts go. */
import type { Uuid } from '../../../../base';
import { optionIs } from '../facts/sources';
import type { MulticastGroup, SwitchMulticast } from '../facts/multicast';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { StageRules } from '../rules';
import { MC, toGroup } from './multicast-groups';
import { flowsOn } from './rows';

const STAGE = 'ls_in_l2_lkup';

export const l2Multicast: StageRules = {
  name: 'L2 multicast',
  ofSwitch: ({ uuid, copp, otherConfig }, net) => {
    const flow = flowsOn(uuid);
    return [
      flow(
        STAGE,
        110,
        'eth.dst == $svc_monitor_mac && (tcp || icmp || icmp6)',
        'handle_svc_check(inport);',
        'health-check',
        'Answers to health checks go to ovn-controller.',
        { meter: net.meter(copp, 'svc-monitor') },
      ),
      ...(optionIs(otherConfig, 'broadcast-arps-to-all-routers', true)
        ? []
        : [
            flow(
              STAGE,
              72,
              'eth.mcast && (arp.op == 1 || nd_ns)',
              toGroup(MC.floodL2),
              'requests',
              'Requests for addresses that no router has do not go to routers.',
            ),
          ]),
      flow(
        STAGE,
        72,
        'eth.mcast && (nd_na || nd_rs || nd_ra)',
        toGroup(MC.flood),
        'neighbours',
        'Advertisements of neighbours and routers, and solicitations of routers, go to every port.',
      ),
      flow(STAGE, 71, 'eth.mcast && arp', toGroup(MC.flood), 'arp', 'ARP goes to every port.'),
      flow(
        STAGE,
        70,
        'eth.mcast',
        toGroup(MC.floodL2),
        'multicast',
        'Broadcasts and multicasts that are no IP go to every port but those to routers.',
      ),
    ];
  },
  ofSwitchMulticast: (facts, net) => [ipMulticast(facts), ...(facts.snoops ? snooping(facts, net) : [])],
  ofMulticastGroup: (group, net) => (group.kind === 'switch' ? members(group, net) : []),
};

/** Routers that do not relay multicast would drop it. */
function ipMulticast({ sw, relays, floodsStatic }: SwitchMulticast): WantedFlow {
  const copies = [relays && `clone { ${toGroup(MC.routers)} }; `, floodsStatic && `clone { ${toGroup(MC.static)} }; `];
  return flowsOn(sw)(
    STAGE,
    71,
    'eth.mcast && ip',
    `${copies.filter(Boolean).join('')}${toGroup(MC.floodL2)}`,
    'ip-multicast',
    'IP multicasts go to every port, but only to routers that relay them.',
  );
}

/** A switch that listens to the reports of members sends multicasts only to members. */
function snooping(facts: SwitchMulticast, net: Network): readonly WantedFlow[] {
  const flow = flowsOn(facts.sw);
  const meter = net.meter(net.switches.get(facts.sw)?.copp, 'igmp');
  const why = 'Reports of members go to ovn-controller, which learns from them.';
  return [
    flow(STAGE, 100, 'flags.igmp_loopback == 0 && igmp', 'igmp;', 'igmp', why, { meter }),
    flow(STAGE, 100, 'flags.igmp_loopback == 0 && (mldv1 || mldv2)', 'igmp;', 'mld', why, { meter }),
    flow(
      STAGE,
      85,
      'ip4.mcast && ip4.dst == 224.0.0.0/24',
      toGroup(MC.floodL2),
      'reserved-ip4',
      'Reserved groups have no members that report: they go to every port (RFC 4541).',
    ),
    flow(
      STAGE,
      85,
      'ip6.mcast_flood',
      toGroup(MC.flood),
      'reserved-ip6',
      'Reserved groups have no members that report: they go to every port (RFC 4291).',
    ),
    ...(facts.floodsUnregistered ? [] : [unregistered(facts, net)]),
  ];
}

function unregistered({ sw, relays, floodsStatic }: SwitchMulticast, net: Network): WantedFlow {
  const flow = flowsOn(sw);
  const test = 'ip4.mcast || ip6.mcast';
  if (!relays && !floodsStatic) {
    return flow(STAGE, 80, test, net.global.drop(), 'no-members', 'A group that nobody has joined goes nowhere.');
  }
  const then = `${relays ? `clone { ${toGroup(MC.routers)} }; ` : ''}${floodsStatic ? `outport ="${MC.static}"; output;` : ''}`;
  return flow(
    STAGE,
    80,
    test,
    then,
    'no-members',
    'A group that nobody has joined goes to routers and to ports that want all.',
  );
}

/** The members of a group that has joined it, as long as there is room for it in the table. */
function members({ datapath, name }: MulticastGroup, net: Network): readonly WantedFlow[] {
  const facts = net.multicast.ofSwitch.get(datapath);
  const v6 = name.includes(':');
  if (!facts || (v6 ? EVERYBODY.has(name) : name.startsWith('224.0.0.'))) return [];
  if (facts.tableSize < rankOf(datapath, name, v6, net)) return [];
  const ip = v6 ? 'ip6' : 'ip4';
  const copies = [
    facts.relays && `clone { ${toGroup(MC.routers)} };`,
    facts.floodsStatic && `clone { outport ="${MC.static}"; output; };`,
  ];
  return [
    flowsOn(datapath)(
      STAGE,
      90,
      `eth.mcast && ${ip} && ${ip}.dst == ${name} `,
      `${copies.filter(Boolean).join('')}outport = "${name}"; output; `,
      'members',
      `Multicasts to ${name} go to its members.`,
    ),
  ];
}

/** Groups that nobody has to join: all hosts, all routers of a link, all routers of a site. */
const EVERYBODY: ReadonlySet<string> = new Set(['ff02::1', 'ff02::2', 'ff05::2']);

/** Which one of the groups of its IP version it is on its switch, from 1. */
function rankOf(sw: Uuid, name: string, v6: boolean, net: Network): number {
  const names = net.multicast.groupsByDatapath.values(sw).map((group) => group.name);
  return names.filter((other) => other.includes(':') === v6).indexOf(name) + 1;
}
