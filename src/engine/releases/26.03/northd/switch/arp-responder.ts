/** ls_in_arp_rsp: ARP requests and neighbour solicitations that the switch answers itself. */
import { parseCidr4, parseCidr6, type Ipv4Address, type Ipv6Address } from '../facts/addresses';
import { optionIs } from '../facts/sources';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { StageRules } from '../rules';
import { actions, match } from '../texts';
import { arpReply, ndReply } from './neighbour-reply';
import { REG } from './registers';
import { flowsOn, goesOn } from './rows';

const STAGE = 'ls_in_arp_rsp';
const BROADCAST = 'eth.dst == ff:ff:ff:ff:ff:ff';

export const arpResponder: StageRules = {
  name: 'ARP responder',
  ofSwitch: ({ uuid }) => [goesOn(flowsOn(uuid), STAGE)],
  ofSwitchPort: (port, net) => [
    ...(port.type === 'virtual' ? virtualPort(port, net) : knownAddresses(port, net)),
    ...proxy(port, net),
  ],
};

/** Who speaks for the address of a virtual port becomes its parent. */
function virtualPort(port: SwitchPortFacts, net: Network): readonly WantedFlow[] {
  const ip = port.options.get('virtual-ip');
  const parents = port.options.get('virtual-parents');
  if (ip === undefined || parents === undefined) return [];
  const v6 = parseCidr6(ip);
  if (v6 === undefined && parseCidr4(ip) === undefined) return [];
  const claims =
    v6 === undefined
      ? `((arp.op == 1 && arp.spa == ${ip} && arp.tpa == ${ip}) || (arp.op == 2 && arp.spa == ${ip}))`
      : `((nd_ns && ip6.dst == {${ip}, ${v6.snAddr}} && nd.target == ${ip}) ||(nd_na && nd.target == ${ip}))`;
  return parents.split(',').flatMap((name) => {
    const parent = name === '' ? undefined : net.switchPorts.byName.first(name);
    if (parent?.sw !== port.sw) return [];
    return [
      flowsOn(port.sw)(
        STAGE,
        100,
        match(`inport == "${name}"`, claims),
        actions(`bind_vport(${port.quoted}, inport)`, 'next'),
        'virtual',
        `Whoever of its parents says that ${ip} is there has virtual port ${port.quoted}.`,
        { port: name, hint: parent.ref },
      ),
    ];
  });
}

/** Addresses whose port is known are answered for, but not to the port itself, which may look for duplicates. */
function knownAddresses(port: SwitchPortFacts, net: Network): readonly WantedFlow[] {
  if (!answers(port, net)) return [];
  return port.addresses.flatMap(({ mac, ipv4, ipv6 }) => [
    ...ipv4.flatMap((address) => answersArp(port, mac, address, net)),
    ...ipv6.flatMap((address) => answersNd(port, mac, address, net)),
  ]);
}

/** Whether the switch answers for a port, by its kind and options. */
function answers(port: SwitchPortFacts, { global, switches }: Network): boolean {
  const isAlwaysThere = port.type === 'router' || port.type === 'localport';
  if (!isAlwaysThere && !port.up && !global.optionIs('ignore_lsp_down', true)) return false;
  if (port.type === 'external' || port.hasUnknown) return false;
  if (port.type === '' && optionIs(port.options, 'disable_arp_nd_rsp')) return false;
  return switches.get(port.sw)?.vlanPassthru !== true;
}

function answersArp(port: SwitchPortFacts, mac: string, { addr }: Ipv4Address, net: Network): readonly WantedFlow[] {
  const flow = flowsOn(port.sw);
  const asked = match(`arp.tpa == ${addr}`, 'arp.op == 1');
  const broadcast = match(asked, BROADCAST);
  const why = `The switch answers ARP requests for ${addr} of port ${port.quoted}.`;
  return [
    ...(net.switches.get(port.sw)?.hasArpProxyPort === true
      ? [
          flow(
            STAGE,
            50,
            match(asked, `eth.dst == ${mac}`),
            'next;',
            'unicast',
            'Who asks the port itself gets its own answer, and none by proxy.',
            { hint: port.ref },
          ),
        ]
      : []),
    flow(STAGE, 50, match(broadcast, nearby(port, net)), arpReply(mac, addr), 'reply', why, { hint: port.ref }),
    flow(STAGE, 100, match(broadcast, `inport == ${port.quoted}`), 'next;', 'own', OWN, {
      port: port.name,
      hint: port.ref,
    }),
  ];
}

function answersNd(
  port: SwitchPortFacts,
  mac: string,
  { addr, snAddr }: Ipv6Address,
  net: Network,
): readonly WantedFlow[] {
  const flow = flowsOn(port.sw);
  const sw = net.switches.get(port.sw);
  const meter = net.meter(sw?.copp, 'nd-na');
  const asked = match('nd_ns_mcast', `ip6.dst == ${snAddr}`, `nd.target == ${addr}`);
  const reply = ndReply(mac, addr, { router: port.type === 'router' });
  const why = `The switch answers neighbour solicitations for ${addr} of port ${port.quoted}.`;
  return [
    ...(sw?.hasArpProxyPort === true
      ? [
          flow(
            STAGE,
            50,
            match('nd_ns', `ip6.dst == ${addr}`, `nd.target == ${addr}`),
            'next;',
            'unicast',
            'Who asks the port itself gets its own answer, and none by proxy.',
            { hint: port.ref, meter },
          ),
        ]
      : []),
    flow(STAGE, 50, match(asked, nearby(port, net)), reply, 'reply', why, { hint: port.ref, meter }),
    flow(STAGE, 100, match(asked, `inport == ${port.quoted}`), 'next;', 'own', OWN, {
      port: port.name,
      hint: port.ref,
    }),
  ];
}

const OWN = 'A port that asks for its own address looks for duplicates, and is not answered.';

/** To the physical network only the hypervisor of the port answers, or every one of them would. */
function nearby(port: SwitchPortFacts, { switches }: Network): string | undefined {
  if (switches.get(port.sw)?.localnetPorts.length === 0) return undefined;
  return `((flags.localnet == 1 && is_chassis_resident(${port.quoted})) || flags.localnet == 0)`;
}

/** A router port may answer for addresses elsewhere (`arp_proxy`), with the router's MAC unless it has another. */
function proxy(port: SwitchPortFacts, net: Network): readonly WantedFlow[] {
  if (!port.proxyArp || !answers(port, net)) return [];
  const { ipv4, ipv6, mac: given } = port.proxyArp;
  const peer = port.peer?.kind === 'router' ? net.routerPorts.all.get(port.peer.port) : undefined;
  const mac = given === '' ? peer?.networks.mac : given;
  if (mac === undefined) return [];
  const flow = flowsOn(port.sw);
  const why = `Port ${port.quoted} answers for addresses that are elsewhere.`;
  const outside = `${REG.fromRouterPort} == 0`;
  const targets = ipv6.map(({ addr, plen }) => `${addr}/${plen}`);
  const destinations = ipv6.flatMap(({ addr, snAddr, plen }) => [`${addr}/${plen}`, `${snAddr}/${plen}`]);
  return [
    ...(ipv4.length === 0
      ? []
      : [
          flow(
            STAGE,
            30,
            match(outside, 'arp.op == 1', `arp.tpa == {${ipv4.map(({ addr, plen }) => `${addr}/${plen}`).join(',')}}`),
            arpReply(mac),
            'proxy',
            why,
            { hint: port.ref },
          ),
        ]),
    ...(ipv6.length === 0
      ? []
      : [
          flow(
            STAGE,
            30,
            match(
              outside,
              'nd_ns',
              `ip6.dst == { ${destinations.join(', ')} }`,
              `nd.target == { ${targets.join(', ')} }`,
            ),
            ndReply(mac, 'nd.target', { router: port.type === 'router' }),
            'proxy',
            why,
            { hint: port.ref, meter: net.meter(net.switches.get(port.sw)?.copp, 'nd-na') },
          ),
        ]),
  ];
}
