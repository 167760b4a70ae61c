/**
 * What neutron-server does by itself: the comparison of the databases after its start,
 * the gateways when a hypervisor comes or goes, the status of ports as OVN says whether
 * they are up, and what Nova is told.
 */
import { ok } from '../../base';
import { followPort, isUp } from './ovn/floating-ips';
import { chassisOf, chassisWord } from './ovn/chassis';
import { rescheduleGateways } from './ovn/gateways';
import { updateHaChassisGroups } from './ovn/ha-chassis-groups';
import { createDropGroup } from './ovn/port-groups';
import { updatePort as updateLsp } from './ovn/ports';
import { updateRouterPort } from './ovn/router-ports';
import { DROP_GROUP } from './ovn/names';
import { ROUTER_INTERFACE, isRouterPort } from './devices';
import { noteStatus, notifyNova, type EventName, type ZedEvent } from './notify';
import { synchronizeZed } from './sync';
import { all, deletion, find, remember, serverOf, update, type Port } from './tables';
import { writeOvn, type ZedHost } from './server';

/** The server and the one that it posts to. */
export interface ZedServerHost extends ZedHost {
  /** Virtual milliseconds. */
  readonly now: number;
  /** Within a step: a call of `os-server-external-events`; false where Nova does not answer. */
  post(events: readonly ZedEvent[]): boolean;
}

export function runZedServer(host: ZedServerHost): void {
  if (host.neutron.rows('Server').size === 0) return;
  const server = serverOf(host.neutron);
  if (host.connected && host.northbound.find('Port_Group', 'name', DROP_GROUP) === undefined) createDropGroup(host);
  if (server.sync_due > 0 && server.sync_due <= host.now) {
    host.step('compares Neutron with OVN', () => {
      host.commit(remember(host.neutron, 'Server', server.id, { sync_due: 0 }));
      return ok(undefined);
    });
    if (server.sync_mode !== 'off') synchronizeZed(host, server.sync_mode === 'repair' ? 'repair' : 'log');
  }
  if (host.connected) {
    followChassis(host);
    followUp(host);
  }
  postEvents(host);
}

function followChassis(host: ZedHost): void {
  const server = serverOf(host.neutron);
  const chassis = chassisOf(host.southbound).map(chassisWord);
  if (chassis.join(' ') === server.chassis.join(' ')) return;
  host.step('sees other hypervisors', () => {
    host.commit(remember(host.neutron, 'Server', server.id, { chassis }));
    return ok(undefined);
  });
  writeOvn(host, 'schedule the gateways', (nb) => {
    rescheduleGateways(host, nb);
    updateHaChassisGroups(host, nb);
    return ok(undefined);
  });
}

function followUp(host: ZedHost): void {
  for (const { id } of all(host.neutron, 'Port')) {
    const port = find(host.neutron, 'Port', id);
    const row = host.northbound.find('Logical_Switch_Port', 'name', id);
    if (port === undefined || row === undefined || isUp(row) === port.ovn_up) continue;
    followPort(host, id, isUp(row));
    if (isUp(row)) goUp(host, port);
    else goDown(host, port);
  }
}

/** A port that is bound and not disabled is ACTIVE now; Nova is told by the driver too, whatever became of it. */
function goUp(host: ZedHost, port: Port): void {
  const bound = port['binding:vif_type'] !== 'binding_failed' && port['binding:vif_type'] !== 'unbound';
  const active = port.device_owner === ROUTER_INTERFACE || (bound && port.admin_state_up);
  setStatus(host, port, active ? 'ACTIVE' : port.status, true);
  if (port.device_owner === ROUTER_INTERFACE) return;
  host.step('tells Nova', () => {
    notifyNova(host, port, 'network-vif-plugged', 'completed');
    return ok(undefined);
  });
}

/** The slip of this release: what the driver adds says that the VIF is plugged. */
function goDown(host: ZedHost, port: Port): void {
  setStatus(host, port, 'DOWN', false);
  host.step('tells Nova', () => {
    notifyNova(host, port, 'network-vif-plugged', 'completed');
    return ok(undefined);
  });
}

function setStatus(host: ZedHost, port: Port, status: string, up: boolean): void {
  host.step(`port ${port.name === '' ? port.id : port.name} is ${up ? 'up' : 'down'}`, () => {
    host.commit(remember(host.neutron, 'Port', port.id, { ovn_up: up }));
    host.commit(update(host.neutron, 'Port', port.id, { status }));
    noteStatus(host, port.status, { ...port, status });
    return ok(undefined);
  });
  if (status === port.status) return;
  const after = find(host.neutron, 'Port', port.id) ?? port;
  updateLsp(host, after, port);
  if (isRouterPort(after)) updateRouterPort(host, after);
}

/** What cannot be posted is lost, as it is on a real one. */
function postEvents(host: ZedServerHost): void {
  const waiting = all(host.neutron, 'Notification');
  if (waiting.length === 0) return;
  const events = waiting.map(({ server_uuid, name, tag, status }): ZedEvent => ({
    server_uuid,
    name: name as EventName,
    tag,
    ...((status === 'completed' || status === 'failed') && { status }),
  }));
  host.step(`posts ${events.map(({ name }) => name).join(', ')}`, () => {
    host.commit(waiting.map(({ id }) => deletion('Notification', id)));
    if (!host.post(events)) {
      const message = `Failed to notify nova on events: ${JSON.stringify(events)}`;
      host.log({ level: 'ERR', module: 'neutron.notifiers.nova', message, event: true });
    }
    return ok(undefined);
  });
}
