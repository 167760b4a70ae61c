/**
 * Health checks of ports and of backends: ovn-controller asks from an address of its own, for which the switch answers,
 * or from one of a router, whose answers it takes out of the switch.
 */
import type { RowRef, Uuid } from '../../../../base';
import { parseCidr4, parseCidr6, parseMac } from '../facts/addresses';
import type { LoadBalancer } from '../facts/load-balancers';
import type { Backend, Vip } from '../facts/load-balancer-vips';
import type { SwitchPortFacts } from '../facts/switch-ports';
import type { WantedFlow } from '../flow';
import type { Network } from '../network';
import type { StageRules } from '../rules';
import { match } from '../texts';
import { arpReply, ndReply } from './neighbour-reply';
import { flowsOn } from './rows';

export const healthChecks: StageRules = {
  name: 'health checks',
  ofSwitchPort: checksOfPort,
  ofLoadBalancer: (lb, net) =>
    lb.vips.flatMap((vip) =>
      vip.healthCheck === undefined ? [] : vip.backends.flatMap((backend) => checksOfBackend(lb, vip, backend, net)),
    ),
};

/** The address that a port is checked from belongs to nobody: the switch answers for it. */
function checksOfPort(port: SwitchPortFacts, net: Network): readonly WantedFlow[] {
  const own = new Set(port.addresses.flatMap(({ ipv4, ipv6 }) => [...ipv4, ...ipv6].map(({ addr }) => addr)));
  return port.healthChecks.flatMap((uuid) => {
    const check = net.portHealthChecks.get(uuid);
    const address = check && (parseCidr4(check.address) ?? parseCidr6(check.address))?.addr;
    if (!check || address === undefined || !own.has(address)) return [];
    return monitorReply(port.sw, check.sourceIp, check.sourceIp.includes('.'), port.ref, net);
  });
}

function checksOfBackend(lb: LoadBalancer, vip: Vip, backend: Backend, net: Network): readonly WantedFlow[] {
  const { port: name, source } = backend.place ?? {};
  if (name === undefined || source === undefined) return [];
  const router = net.loadBalancers.monitorPort(lb, backend);
  if (!router) {
    const port = net.switchPorts.byName.first(name);
    return port ? monitorReply(port.sw, source, vip.family === 4, lb.ref, net) : [];
  }
  const peer = router.peer?.kind === 'switch' ? net.switchPorts.all.get(router.peer.port) : undefined;
  if (!peer) return [];
  const ip = source.includes(':') ? 'ip6' : 'ip4';
  const unreachable = ip === 'ip6' ? 'icmp6.type == 1' : 'icmp4.type == 3';
  const test = match(
    `inport == "${name}"`,
    `${ip}.dst == ${source}`,
    `${ip}.src == ${backend.address}`,
    `eth.dst == ${router.networks.mac}`,
    lb.protocol === 'tcp' ? `tcp.src == ${backend.portText ?? '(null)'}` : unreachable,
  );
  const why = `Answers to health checks of load balancer ${lb.name} go to ovn-controller, not to the router.`;
  const meter = net.meter(net.switches.get(peer.sw)?.copp, 'svc-monitor');
  return [
    flowsOn(peer.sw)('ls_in_l2_lkup', 110, test, 'handle_svc_check(inport);', 'health-check-reply', why, { meter }),
  ];
}

function monitorReply(sw: Uuid, source: string, isIpv4: boolean, hint: RowRef, net: Network): readonly WantedFlow[] {
  const mac = parseMac(net.global.option('svc_monitor_mac') ?? '');
  if (mac === undefined) return [];
  const why = `Answers to health checks from ${source} are sent to ovn-controller’s address.`;
  const test = isIpv4 ? match(`arp.tpa == ${source}`, 'arp.op == 1') : match('nd_ns', `nd.target == ${source}`);
  const reply = isIpv4 ? arpReply(mac, source) : ndReply(mac, source, { swaps: true });
  return [flowsOn(sw)('ls_in_arp_rsp', 110, test, reply, 'health-check', why, { hint })];
}
