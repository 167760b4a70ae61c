/** What Nova is told: a row of Notification waits until neutron-server posts it. */
import type { DatabaseView } from '../ovsdb';
import { all, deletion, type Port } from './tables';
import type { NeutronHost } from './server';

/** One event of `os-server-external-events`. */
export interface ExternalEvent {
  readonly server_uuid: string;
  readonly name: 'network-vif-plugged' | 'network-vif-unplugged';
  readonly tag: string;
  readonly status: 'completed' | 'failed';
}

/** Within a step: notes what a change of a port's status means to the server that has the port. */
export function noteStatus(host: NeutronHost, before: Port | undefined, after: Port): void {
  const event = eventOf(before?.status, after);
  if (event === undefined) return;
  host.commit([{ op: 'insert', table: 'Notification', uuid: host.newUuid(), row: { ...event } }]);
  host.runLater();
}

function eventOf(before: string | undefined, { id, status, device_id, device_owner }: Port): ExternalEvent | undefined {
  if (before === status || device_id === '' || !device_owner.startsWith('compute:')) return undefined;
  const event = { server_uuid: device_id, tag: id };
  if (before === 'ACTIVE' && status === 'DOWN') return { ...event, name: 'network-vif-unplugged', status: 'completed' };
  if (status === 'ACTIVE') return { ...event, name: 'network-vif-plugged', status: 'completed' };
  return status === 'ERROR' ? { ...event, name: 'network-vif-plugged', status: 'failed' } : undefined;
}

/** What waits to be posted, oldest first, and the edits that say it has been. */
export function waitingEvents(neutron: DatabaseView) {
  const waiting = all(neutron, 'Notification');
  return {
    events: waiting.flatMap(({ server_uuid, name, tag, status }): readonly ExternalEvent[] =>
      (name === 'network-vif-plugged' || name === 'network-vif-unplugged') &&
      (status === 'completed' || status === 'failed')
        ? [{ server_uuid, name, tag, status }]
        : [],
    ),
    posted: waiting.map(({ id }) => deletion('Notification', id)),
  };
}
