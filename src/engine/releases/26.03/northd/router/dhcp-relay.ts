/** DHCP relay, from the request in lr_in_ip_input to the response in lr_in_dhcp_relay_resp. */
import type { WantedFlow } from '../flow';
import { ipInput } from './ip-input';
import type { Router, RouterPort } from './subjects';
import { all, inStage, REG } from './text';

const request = inStage('lr_in_dhcp_relay_req');
const check = inStage('lr_in_dhcp_relay_resp_chk');
const response = inStage('lr_in_dhcp_relay_resp');

const FROM_CLIENT = 'ip4.src == 0.0.0.0 && ip4.dst == 255.255.255.255';
const CLIENT_PORTS = 'udp.src == 68 && udp.dst == 67';
const SERVER_PORTS = 'udp.src == 67 && udp.dst == 67';

export function dhcpRelayOfRouter(router: Router): readonly WantedFlow[] {
  return [request, check, response].map((flow) =>
    flow(router, {
      rule: 'no-relay',
      priority: 0,
      match: '1',
      actions: 'next;',
      why: () => 'What is not relayed goes on.',
    }),
  );
}

/** Only a port whose switch says that it has a relay port is one. */
export function dhcpRelayOfPort(port: RouterPort, router: Router): readonly WantedFlow[] {
  const address = port.ipv4[0]?.addr;
  const server = port.dhcpRelay;
  if (address === undefined || server === undefined) return [];
  if (port.peer?.kind !== 'switch' || !port.peer.switchRelaysDhcp) return [];
  return [...requests(port, router, address, server), ...responses(port, router, address, server)];
}

function requests(port: RouterPort, router: Router, address: string, server: string): readonly WantedFlow[] {
  const asked = `inport == ${port.quoted} && ${FROM_CLIENT}`;
  const hint = port.ref;
  return [
    ipInput(router, {
      rule: 'dhcp-relay-request',
      priority: 110,
      match: all(asked, 'ip.frag == 0', CLIENT_PORTS),
      actions: `${REG.relayRequestOk} = dhcp_relay_req_chk(${address}, ${server});next; /* DHCP_RELAY_REQ */`,
      meter: router.meter('dhcpv4-relay'),
      hint,
      why: () => `Port ${port.name} relays DHCP requests to ${server}.`,
    }),
    request(router, {
      rule: 'relay-request',
      priority: 100,
      match: all(asked, CLIENT_PORTS, REG.relayRequestOk),
      actions: `ip4.src = ${address}; ip4.dst = ${server}; udp.src = 67; next; /* DHCP_RELAY_REQ */`,
      hint,
      why: () => `A request in order is sent on to ${server} from the address of ${port.name}.`,
    }),
    request(router, {
      rule: 'bad-relay-request',
      priority: 1,
      match: all(asked, CLIENT_PORTS, `${REG.relayRequestOk} == 0`),
      actions: 'drop; /* DHCP_RELAY_REQ */',
      hint,
      why: () => 'A request that is not in order is not relayed.',
    }),
  ];
}

function responses(port: RouterPort, router: Router, address: string, server: string): readonly WantedFlow[] {
  const answered = `ip4.src == ${server} && ip4.dst == ${address}`;
  const checked = all(`ip4.src == ${server}`, `${REG.relayDestination} == ${address}`, SERVER_PORTS);
  const hint = port.ref;
  return [
    ipInput(router, {
      rule: 'dhcp-relay-response',
      priority: 110,
      match: all(answered, 'ip.frag == 0', SERVER_PORTS),
      actions: 'next; /* DHCP_RELAY_RESP */',
      hint,
      why: () => `What ${server} answers is for a client of ${port.name}.`,
    }),
    check(router, {
      rule: 'check-response',
      priority: 100,
      match: all(answered, SERVER_PORTS),
      actions: `${REG.relayDestination} = ip4.dst; ${REG.relayResponseOk} = dhcp_relay_resp_chk(${address}, ${server}); next; /* DHCP_RELAY_RESP */`,
      meter: router.meter('dhcpv4-relay'),
      hint,
      why: () => `What ${server} answers must be in order.`,
    }),
    response(router, {
      rule: 'relay-response',
      priority: 100,
      match: all(checked, REG.relayResponseOk),
      actions: `ip4.src = ${address}; udp.dst = 68; outport = ${port.quoted}; output; /* DHCP_RELAY_RESP */`,
      hint,
      why: () => `A response in order goes to the client by ${port.name}.`,
    }),
    response(router, {
      rule: 'bad-relay-response',
      priority: 1,
      match: all(checked, `${REG.relayResponseOk} == 0`),
      actions: 'drop; /* DHCP_RELAY_RESP */',
      hint,
      why: () => 'A response that is not in order is not relayed.',
    }),
  ];
}
