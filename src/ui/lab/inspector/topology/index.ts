/** Panels of what only networks of today have; read when one is looked at. */
export { LoadBalancerPanel } from './load-balancer-panel';
export { MachineNetworks } from './machine-networks';
export { PortCards } from './port-cards';
export { RouterPanel } from './router-panel';
export { AddressSetPanel, DhcpPanel, PortGroupPanel } from './set-panels';
export { SwitchCards } from './switch-cards';
export { TopologyPanel } from './topology-panel';
export { Way } from './way';
