/**
 * What Nova is told. This release tells it twice that a VIF is plugged: the change of
 * the port's status does, and so does the driver itself. When OVN says that a port is
 * down, two arguments change places, and what is told then is once more that it is plugged.
 */
import { insertion, type Port } from './tables';
import { isComputePort } from './devices';
import type { ZedHost } from './server';

export type EventName = 'network-vif-plugged' | 'network-vif-unplugged' | 'network-vif-deleted' | 'network-changed';

/** One event of `os-server-external-events`; not all of them say a status. */
export interface ZedEvent {
  readonly server_uuid: string;
  readonly name: EventName;
  readonly tag: string;
  readonly status?: 'completed' | 'failed';
}

/** Within a step: what waits to be posted. */
export function notifyNova(host: ZedHost, port: Port, name: EventName, status: 'completed' | 'failed' | '' = ''): void {
  if (!isComputePort(port)) return;
  host.commit([
    insertion('Notification', { id: host.newUuid(), server_uuid: port.device_id, name, tag: port.id, status }),
  ]);
  host.runLater();
}

/** Within a step: the status of a port was `before`. */
export function noteStatus(host: ZedHost, before: string, port: Port): void {
  if (before === port.status) return;
  if (before === 'ACTIVE' && port.status === 'DOWN') notifyNova(host, port, 'network-vif-unplugged', 'completed');
  else if (port.status === 'ACTIVE') notifyNova(host, port, 'network-vif-plugged', 'completed');
}
