/** lr_in_nd_ra_options and lr_in_nd_ra_response: router advertisements for those who solicit them. */
import type { WantedFlow } from '../flow';
import type { Router, RouterPort } from './subjects';
import { inStage, REG, subnetOf } from './text';

const options = inStage('lr_in_nd_ra_options');
const response = inStage('lr_in_nd_ra_response');

const ADDRESS_MODES: readonly string[] = ['slaac', 'dhcpv6_stateful', 'dhcpv6_stateless'];

/** RFC 2460: a link has at least this MTU, so nothing less is announced. */
const SMALLEST_MTU = 1280;

export function routerAdvertisementOfRouter(router: Router): readonly WantedFlow[] {
  return [options, response].map((flow) =>
    flow(router, {
      rule: 'no-solicitation',
      priority: 0,
      match: '1',
      actions: 'next;',
      why: () => 'Only router solicitations are answered here.',
    }),
  );
}

/** Hosts are beyond a switch: the port of another router is told nothing. */
export function routerAdvertisementOfPort(port: RouterPort, router: Router): readonly WantedFlow[] {
  const announced = announcement(port);
  const own = port.ipv6.at(-1)?.addr;
  if (port.peer?.kind !== 'switch' || announced === undefined || own === undefined) return [];
  const asked = `inport == ${port.quoted} && ip6.dst == ff02::2`;
  const why = () => `Port ${port.name} tells hosts how to make addresses, and that it is their router.`;
  return [
    options(router, {
      rule: 'solicitation',
      priority: 50,
      match: `${asked} && nd_rs`,
      actions: `${REG.raOptionsOk} = put_nd_ra_opts(${announced.join(', ')}); next;`,
      meter: router.meter('nd-ra-opts'),
      hint: port.ref,
      why,
    }),
    response(router, {
      rule: 'advertisement',
      priority: 50,
      match: `${asked} && nd_ra && ${REG.raOptionsOk}`,
      actions: `eth.dst = eth.src; eth.src = ${port.mac}; ip6.dst = ip6.src; ip6.src = ${own}; outport = inport; flags.loopback = 1; output;`,
      hint: port.ref,
      why,
    }),
  ];
}

/** What is announced, or undefined where there is no prefix to announce. */
function announcement({ mac, ipv6, raConfigs }: RouterPort): readonly string[] | undefined {
  const mode = raConfigs.get('address_mode');
  const prefixes = ipv6.filter(({ isLinkLocal }) => !isLinkLocal).map((network) => `prefix = ${subnetOf(network)}`);
  if (mode === undefined || !ADDRESS_MODES.includes(mode) || prefixes.length === 0) return undefined;
  const mtu = Number.parseInt(raConfigs.get('mtu') ?? '', 10);
  const preference = raConfigs.get('router_preference') ?? 'MEDIUM';
  const said = (name: string, key: string, write: (value: string) => string) => {
    const value = raConfigs.get(key);
    return value === undefined ? [] : [`${name} = ${write(value)}`];
  };
  const inQuotes = (value: string) => `"${value}"`;
  return [
    `addr_mode = "${mode}"`,
    `slla = ${mac}`,
    ...(mtu >= SMALLEST_MTU ? [`mtu = ${mtu}`] : []),
    ...(preference === 'MEDIUM' ? [] : [`router_preference = "${preference}"`]),
    ...said('rdnss', 'rdnss', (value) => value),
    ...said('dnssl', 'dnssl', inQuotes),
    ...said('route_info', 'route_info', inQuotes),
    ...prefixes,
  ];
}
