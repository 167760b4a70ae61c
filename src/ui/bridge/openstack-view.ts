/** Neutron and Nova as the page shows them: small enough to be sent whole whenever something of it has changed. */
import { allOf, settingsOf } from '../../engine/neutron';
import type { Port } from '../../engine/neutron';
import { serversOf, statusOf } from '../../engine/nova';
import type { Deployment } from '../../engine/releases';
import type { Uuid } from '../../engine/base';

export interface OpenStackView {
  /** The ids of what neutron-server was started with; empty `securityGroups`: no ACL is written. */
  readonly driver: string;
  readonly securityGroups: string;
  readonly portStatus: string;
  /** Whether neutron-server reaches the northbound database. */
  readonly connected: boolean;
  readonly networks: readonly NeutronNetworkView[];
  readonly ports: readonly NeutronPortView[];
  readonly servers: readonly NovaServerView[];
  readonly groups: readonly SecurityGroupView[];
}

export interface NeutronNetworkView {
  readonly id: Uuid;
  readonly name: string;
  readonly status: string;
  readonly external: boolean;
  readonly cidrs: readonly string[];
}

export interface NeutronPortView {
  readonly id: Uuid;
  readonly name: string;
  readonly network: Uuid;
  readonly mac: string;
  readonly addresses: readonly string[];
  readonly status: string;
  readonly host: string;
  readonly owner: string;
  readonly groups: readonly Uuid[];
  /** The port of the server that a container's port is in, and its tag. */
  readonly parent: string | null;
  readonly tag: string | null;
}

export interface NovaServerView {
  readonly id: Uuid;
  readonly name: string;
  readonly status: string;
  readonly task: string | null;
  readonly host: string;
  readonly ports: readonly Uuid[];
  /** Ports whose `network-vif-plugged` it waits for. */
  readonly waiting: readonly string[];
  readonly fault: string | null;
}

export interface SecurityGroupView {
  readonly id: Uuid;
  readonly name: string;
  readonly rules: readonly { readonly id: Uuid; readonly words: string }[];
}

/** Null where no neutron-server was ever started. */
export function openstackView(deployment: Deployment): OpenStackView | null {
  const [neutron, nova] = [deployment.database('Neutron'), deployment.database('Nova')];
  const settings = neutron && settingsOf(neutron);
  if (neutron === undefined || settings === undefined) return null;
  const groups = allOf(neutron, 'Security_Group');
  const subnets = allOf(neutron, 'Subnet');
  const rules = allOf(neutron, 'Security_Group_Rule');
  const groupNames = new Map(groups.map(({ id, name }) => [id, name || id]));
  return {
    driver: settings.driver,
    securityGroups: settings.security_groups,
    portStatus: settings.port_status,
    connected: deployment.openstack.connected,
    networks: allOf(neutron, 'Network').map((network) => ({
      id: network.id,
      name: network.name,
      status: network.status,
      external: network['router:external'],
      cidrs: subnets.filter(({ network_id }) => network_id === network.id).map(({ cidr }) => cidr),
    })),
    ports: allOf(neutron, 'Port').map(portView),
    servers: (nova === undefined ? [] : serversOf(nova)).map((server) => ({
      id: server.id,
      name: server.name,
      status: statusOf(server),
      task: server.task_state,
      host: server.host,
      ports: server.vifs.map(({ port }) => port),
      waiting: server.waiting,
      fault: server.fault,
    })),
    groups: groups.map(({ id, name }) => ({
      id,
      name,
      rules: rules
        .filter(({ security_group_id }) => security_group_id === id)
        .map((rule) => ({ id: rule.id, words: ruleWords(rule, groupNames) })),
    })),
  };
}

function portView(port: Port) {
  const profile = port['binding:profile'];
  const said = (key: string) => {
    const value = profile[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  };
  return {
    id: port.id,
    name: port.name,
    network: port.network_id,
    mac: port.mac_address,
    addresses: port.fixed_ips.map(({ ip_address }) => ip_address),
    status: port.status,
    host: port['binding:host_id'],
    owner: port.device_owner,
    groups: port.security_groups,
    parent: said('parent_name'),
    tag: said('tag'),
  };
}

type Rule = ReturnType<typeof allOf<'Security_Group_Rule'>>[number];

/** `ingress IPv4 tcp/22 from 10.0.0.0/24`. */
function ruleWords(rule: Rule, groups: ReadonlyMap<string, string>): string {
  const { direction, ethertype, protocol, port_range_min: min, port_range_max: max } = rule;
  const ports = min === null && max === null ? '' : min === max ? `/${min ?? ''}` : `/${min ?? ''}-${max ?? ''}`;
  const end = direction === 'ingress' ? 'from' : 'to';
  const remote = rule.remote_group_id;
  const whom = rule.remote_ip_prefix ?? (remote === null ? 'anybody' : `group ${groups.get(remote) ?? remote}`);
  return `${direction} ${ethertype} ${protocol ?? 'all'}${ports} ${end} ${whom}`;
}
