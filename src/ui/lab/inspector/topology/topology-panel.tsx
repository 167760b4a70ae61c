/** The panel of a row that only networks of today have; nothing for another row. */
import type { ReactNode } from 'react';
import type { NetworkModel, TopologyView, Uuid } from '../../../bridge';
import { LoadBalancerPanel } from './load-balancer-panel';
import { RouterPanel } from './router-panel';
import { AddressSetPanel, DhcpPanel, PortGroupPanel } from './set-panels';

interface Props {
  readonly model: NetworkModel & { readonly topology: TopologyView };
  readonly uuid: Uuid;
  readonly otherwise: ReactNode;
}

export function TopologyPanel({ model: { topology }, uuid, otherwise }: Props) {
  const is = (one: { readonly uuid: Uuid }) => one.uuid === uuid;
  const router = topology.routers.find((each) => is(each) || each.ports.some(is));
  if (router) return <RouterPanel key={router.uuid} router={router} />;
  const lb = topology.loadBalancers.find(is);
  if (lb) return <LoadBalancerPanel key={uuid} lb={lb} />;
  const group = topology.portGroups.find(is);
  if (group) return <PortGroupPanel key={uuid} group={group} />;
  const set = topology.addressSets.find(is);
  if (set) return <AddressSetPanel key={uuid} set={set} />;
  const dhcp = topology.dhcp.find(is);
  return dhcp ? <DhcpPanel key={uuid} dhcp={dhcp} /> : otherwise;
}
