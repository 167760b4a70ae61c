/** The stages of logical routers: one file a stage or family of stages, each listed here. */
import type { StageRules } from '../rules';
import { ADMISSION_DROPS, admissionOfPort, admissionOfRouter } from './admission';
import { arpRequestOfRoute, arpRequestOfRouter } from './arp-request';
import { arpResolveOfPort, arpResolveOfRouter, arpResolveOfRouterPeer, arpResolveOfSwitchPort } from './arp-resolve';
import { connectionsOfRouter } from './connections';
import { deliveryOfPort, deliveryOfRouter } from './delivery';
import { dhcpRelayOfPort, dhcpRelayOfRouter } from './dhcp-relay';
import { routesOfGroup } from './ecmp';
import { forceSnatOfPort, forceSnatOfRouter } from './force-snat';
import { gatewayRedirectOfRouter } from './gateway-redirect';
import { IP_INPUT_DROPS, ipInputOfRouter } from './ip-input';
import { loadBalancerOnRouters } from './load-balancers';
import { multicastOfGroup, multicastOfPort, multicastOfRouter } from './multicast';
import { answersOfNat, answersOfPort } from './nat-answers';
import { dnatLocalOfNat, snatOfNat, undnatOfNat } from './nat-egress';
import { gatewayOfNat } from './nat-gateway';
import { dnatOfNat, unsnatOfNat } from './nat-ingress';
import { natRedirectOfRouter } from './nat-redirect';
import { forNat } from './nat-subject';
import { neighboursOfPort, neighboursOfRouter } from './neighbours';
import { networkIdOfPort, networkIdOfRouter } from './network-id';
import { delegatedPrefixOfPort, ownAddressesOfPort } from './own-addresses';
import { ownDestinationsOfPort } from './own-destinations';
import { packetLengthOfPort, packetLengthOfRouter } from './packet-length';
import { POLICY_DROPS, flowsOfPolicy, policiesOfRouter } from './policy-flows';
import { protocolRedirectOfPort } from './protocol-redirect';
import { routableOfPort } from './routable';
import { routerAdvertisementOfPort, routerAdvertisementOfRouter } from './router-advertisement';
import { ROUTING_DROPS, routingOfPort, routingOfRouter } from './routing';
import { statefulOfRouter } from './stateful';
import { forPort, forRouter } from './subjects';

export const ROUTER_RULES: readonly StageRules[] = [
  {
    name: 'admission to routers',
    drops: ADMISSION_DROPS,
    ofRouter: forRouter(admissionOfRouter),
    ofRouterPort: forPort(admissionOfPort),
  },
  { name: 'neighbours of routers', ofRouter: forRouter(neighboursOfRouter), ofRouterPort: forPort(neighboursOfPort) },
  {
    name: 'IP input',
    drops: IP_INPUT_DROPS,
    ofRouter: forRouter(ipInputOfRouter),
    ofRouterPort: forPort(ownAddressesOfPort),
  },
  { name: 'delegated prefixes', ofRouterPort: forPort(delegatedPrefixOfPort) },
  { name: 'DHCP relay of routers', ofRouter: forRouter(dhcpRelayOfRouter), ofRouterPort: forPort(dhcpRelayOfPort) },
  {
    name: 'router advertisements',
    ofRouter: forRouter(routerAdvertisementOfRouter),
    ofRouterPort: forPort(routerAdvertisementOfPort),
  },
  {
    name: 'multicast routing',
    ofRouter: forRouter(multicastOfRouter),
    ofRouterPort: forPort(multicastOfPort),
    ofMulticastGroup: multicastOfGroup,
  },
  { name: 'connections of routers', ofRouter: forRouter(connectionsOfRouter) },
  {
    name: 'routing',
    drops: ROUTING_DROPS,
    ofRouter: forRouter(routingOfRouter),
    ofRouterPort: forPort(routingOfPort),
    ofRouteGroup: routesOfGroup,
  },
  { name: 'tracking by routers', ofRouter: forRouter(statefulOfRouter) },
  { name: 'forced source NAT', ofRouter: forRouter(forceSnatOfRouter), ofRouterPort: forPort(forceSnatOfPort) },
  { name: 'unSNAT', ofNat: forNat(unsnatOfNat) },
  { name: 'DNAT', ofNat: forNat(dnatOfNat) },
  { name: 'local DNAT', ofNat: forNat(dnatLocalOfNat) },
  { name: 'unDNAT', ofNat: forNat(undnatOfNat) },
  { name: 'SNAT', ofNat: forNat(snatOfNat) },
  { name: 'NAT at gateways', ofNat: forNat(gatewayOfNat) },
  { name: 'redirect of NAT', ofRouter: forRouter(natRedirectOfRouter) },
  { name: 'routable addresses', ofRouterPort: forPort(routableOfPort) },
  { name: 'routing daemons', ofRouterPort: forPort(protocolRedirectOfPort) },
  { name: 'answers for NAT', ofNat: answersOfNat, ofRouterPort: forPort(answersOfPort) },
  { name: 'load balancers of routers', ofLoadBalancer: loadBalancerOnRouters },
  { name: 'own destinations', ofRouterPort: forPort(ownDestinationsOfPort) },
  {
    name: 'policies',
    drops: POLICY_DROPS,
    ofRouter: forRouter(policiesOfRouter),
    ofRouterPolicy: flowsOfPolicy,
  },
  {
    name: 'ARP resolution',
    ofRouter: forRouter(arpResolveOfRouter),
    ofRouterPort: forPort(arpResolveOfPort),
    ofSwitchPort: arpResolveOfSwitchPort,
  },
  { name: 'ARP resolution of router peers', ofRouterPort: arpResolveOfRouterPeer },
  { name: 'packet length', ofRouter: forRouter(packetLengthOfRouter), ofRouterPort: forPort(packetLengthOfPort) },
  { name: 'gateway redirect', ofRouter: forRouter(gatewayRedirectOfRouter) },
  { name: 'network numbers', ofRouter: forRouter(networkIdOfRouter), ofRouterPort: forPort(networkIdOfPort) },
  { name: 'ARP requests', ofRouter: forRouter(arpRequestOfRouter), ofRoute: arpRequestOfRoute },
  { name: 'delivery by routers', ofRouter: forRouter(deliveryOfRouter), ofRouterPort: forPort(deliveryOfPort) },
];
