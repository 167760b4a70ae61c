/** Everything of the deployment that has a name, an address or a UUID; pure. */
import { daemonKey, machineKey, northboundKey, vifKey } from '../state';
import type { EntityKey, Mirror } from '../state';
import type { DaemonView, MachineView, SwitchView } from '../bridge';
import type { Findable } from './rank';

export interface FoundObject extends Findable {
  readonly key: EntityKey;
  /** What kind of thing it is: `Switch`, `Port`, … */
  readonly kind: string;
  /** What tells it from others of the same name. */
  readonly aside: string;
}

export function objectsOf({ model, daemons }: Pick<Mirror, 'model' | 'daemons'>): readonly FoundObject[] {
  return [...model.switches.flatMap(ofSwitch), ...model.machines.flatMap(ofMachine), ...daemons.map(ofDaemon)];
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
