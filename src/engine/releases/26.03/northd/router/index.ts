/** The stages of logical routers: one file a stage or family of stages, each listed here. */
import type { StageRules } from '../rules';
import { admissionOfPort, admissionOfRouter } from './admission';
import { arpRequestOfRoute, arpRequestOfRouter } from './arp-request';
import { arpResolveOfPort, arpResolveOfRouter } from './arp-resolve';
import { connectionsOfRouter } from './connections';
import { deliveryOfPort, deliveryOfRouter } from './delivery';
import { dhcpRelayOfPort, dhcpRelayOfRouter } from './dhcp-relay';
import { routesOfGroup } from './ecmp';
import { gatewayRedirectOfRouter } from './gateway-redirect';
import { ipInputOfRouter } from './ip-input';
import { multicastOfPort, multicastOfRouter } from './multicast';
import { neighboursOfPort, neighboursOfRouter } from './neighbours';
import { networkIdOfPort, networkIdOfRouter } from './network-id';
import { delegatedPrefixOfPort, ownAddressesOfPort } from './own-addresses';
import { packetLengthOfPort, packetLengthOfRouter } from './packet-length';
import { flowsOfPolicy, policiesOfRouter } from './policy-flows';
import { routerAdvertisementOfPort, routerAdvertisementOfRouter } from './router-advertisement';
import { routingOfPort, routingOfRouter } from './routing';
import { forPort, forRouter } from './subjects';

export const ROUTER_RULES: readonly StageRules[] = [
  { name: 'admission to routers', ofRouter: forRouter(admissionOfRouter), ofRouterPort: forPort(admissionOfPort) },
  { name: 'neighbours of routers', ofRouter: forRouter(neighboursOfRouter), ofRouterPort: forPort(neighboursOfPort) },
  { name: 'IP input', ofRouter: forRouter(ipInputOfRouter), ofRouterPort: forPort(ownAddressesOfPort) },
  { name: 'delegated prefixes', ofRouterPort: forPort(delegatedPrefixOfPort) },
  { name: 'DHCP relay of routers', ofRouter: forRouter(dhcpRelayOfRouter), ofRouterPort: forPort(dhcpRelayOfPort) },
  {
    name: 'router advertisements',
    ofRouter: forRouter(routerAdvertisementOfRouter),
    ofRouterPort: forPort(routerAdvertisementOfPort),
  },
  { name: 'multicast routing', ofRouter: forRouter(multicastOfRouter), ofRouterPort: forPort(multicastOfPort) },
  { name: 'connections of routers', ofRouter: forRouter(connectionsOfRouter) },
  {
    name: 'routing',
    ofRouter: forRouter(routingOfRouter),
    ofRouterPort: forPort(routingOfPort),
    ofRouteGroup: routesOfGroup,
  },
  { name: 'policies', ofRouter: forRouter(policiesOfRouter), ofRouterPolicy: flowsOfPolicy },
  { name: 'ARP resolution', ofRouter: forRouter(arpResolveOfRouter), ofRouterPort: forPort(arpResolveOfPort) },
  { name: 'packet length', ofRouter: forRouter(packetLengthOfRouter), ofRouterPort: forPort(packetLengthOfPort) },
  { name: 'gateway redirect', ofRouter: forRouter(gatewayRedirectOfRouter) },
  { name: 'network numbers', ofRouter: forRouter(networkIdOfRouter), ofRouterPort: forPort(networkIdOfPort) },
  { name: 'ARP requests', ofRouter: forRouter(arpRequestOfRouter), ofRoute: arpRequestOfRoute },
  { name: 'delivery by routers', ofRouter: forRouter(deliveryOfRouter), ofRouterPort: forPort(deliveryOfPort) },
];
