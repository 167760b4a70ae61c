/** Everything of the deployment that has a name, an address or a UUID; pure. */
import { daemonKey, machineKey, northboundKey, vifKey } from '../state';
import type { EntityKey, Mirror } from '../state';
import type { DaemonView, MachineView, SwitchView, TopologyView, Uuid } from '../bridge';
import type { Findable } from './rank';

export interface FoundObject extends Findable {
  readonly key: EntityKey;
  /** What kind of thing it is: `Switch`, `Port`, … */
  readonly kind: string;
  /** What tells it from others of the same name. */
  readonly aside: string;
}

export function objectsOf({ model, daemons }: Pick<Mirror, 'model' | 'daemons'>): readonly FoundObject[] {
  return [
    ...model.switches.flatMap(ofSwitch),
    ...ofTopology(model.topology),
    ...model.machines.flatMap(ofMachine),
    ...daemons.map(ofDaemon),
  ];
}

function ofSwitch(sw: SwitchView): readonly FoundObject[] {
  const switchName = sw.name || '(no name)';
  return [
    {
      key: northboundKey(sw.uuid),
      kind: 'Switch',
      name: switchName,
      aside: `${sw.ports.length} ports`,
      words: 'switch logical datapath network',
      ids: [sw.uuid],
    },
    ...sw.ports.map((port) => ({
      key: northboundKey(port.uuid),
      kind: 'Port',
      name: port.name,
      aside: [switchName, ...port.macs].join(' · '),
      words: `port logical ${switchName} ${port.macs.join(' ')} ${port.portSecurity.join(' ')} ${port.machine ?? ''}`,
      ids: [port.uuid, ...addresses([...port.macs, ...port.portSecurity])],
    })),
    ...sw.acls.map((acl) => ({
      key: northboundKey(acl.uuid),
      kind: 'ACL',
      name: acl.match,
      aside: `${acl.priority} ${acl.action} on ${switchName}`,
      words: `acl ${acl.priority} ${acl.action} ${switchName}`,
      ids: [acl.uuid],
    })),
  ];
}

/** Routers with their ports, and what else only networks of today have. */
function ofTopology(topology: TopologyView | undefined): readonly FoundObject[] {
  if (topology === undefined) return [];
  const { routers, loadBalancers, portGroups, addressSets, dhcp } = topology;
  const object = (kind: string, uuid: Uuid, name: string, aside: string, words: string): FoundObject => ({
    key: northboundKey(uuid),
    kind,
    name: name || '(no name)',
    aside,
    words: `${kind} ${words}`,
    ids: [uuid, ...addresses([aside])],
  });
  return [
    ...routers.flatMap(({ uuid, name, ports, nats }) => [
      object('Router', uuid, name, `${ports.length} ports`, `logical ${nats.map((nat) => nat.externalIp).join(' ')}`),
      ...ports.map((port) => object('Router port', port.uuid, port.name, [port.mac, ...port.networks].join(' '), name)),
    ]),
    ...loadBalancers.map(({ uuid, name, vips }) =>
      object('Load balancer', uuid, name, vips.map(({ vip }) => vip).join(' '), 'vip service'),
    ),
    ...portGroups.map(({ uuid, name }) => object('Port group', uuid, name, '', 'acl')),
    ...addressSets.map(({ uuid, name, addresses: all }) => object('Address set', uuid, name, all.join(' '), 'acl')),
    ...dhcp.map(({ uuid, cidr }) => object('DHCP options', uuid, cidr, '', 'dhcp')),
  ];
}

function ofMachine(machine: MachineView): readonly FoundObject[] {
  const { name, systemId, encapIp } = machine;
  return [
    {
      key: machineKey(name),
      kind: 'Hypervisor',
      name,
      aside: encapIp ?? '',
      words: `hypervisor chassis host machine ${systemId ?? ''} ${encapIp ?? ''}`,
      ids: [systemId ?? '', encapIp ?? ''],
    },
    ...machine.vifs.map((vif) => ({
      key: vifKey(name, vif.name),
      kind: 'Interface',
      name: vif.name,
      aside: [vif.ifaceId ?? 'no iface-id', `on ${name}`].join(' '),
      words: `interface vif ${vif.ifaceId ?? ''} ${name} ${vif.ofport ?? ''}`,
    })),
    ...machine.tunnels.map((tunnel) => ({
      key: machineKey(name),
      kind: 'Tunnel',
      name: tunnel.name,
      aside: `${tunnel.type} from ${name} to ${tunnel.peer ?? tunnel.remoteIp}`,
      words: `tunnel ${tunnel.type} ${name} ${tunnel.peer ?? ''} ${tunnel.remoteIp}`,
      ids: [tunnel.remoteIp],
    })),
  ];
}

function ofDaemon({ name, status }: DaemonView): FoundObject {
  return {
    key: daemonKey(name),
    kind: 'Daemon',
    name: name.replace('@', ' on '),
    aside: status,
    words: 'daemon process',
  };
}

/** A member may be several addresses with blanks or commas between. */
function addresses(members: readonly string[]): readonly string[] {
  return members.flatMap((member) => member.split(/[\s,]+/)).filter(Boolean);
}
