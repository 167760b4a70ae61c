/** What neutron-server does by itself: it compares the databases after its start, follows Logical_Port.up, and tells Nova. */
import { ok } from '../base';
import { noteStatus, waitingEvents, type ExternalEvent } from './notify';
import { all, update } from './tables';
import { SYNC_MODES, type SyncMode } from './driver';
import { synchronize } from './sync';
import type { NeutronHost } from './server';

/** The server and the one that it posts to. */
export interface ServerHost extends NeutronHost {
  /** Virtual milliseconds. */
  readonly now: number;
  /** Within a step: a call of `os-server-external-events`; false where Nova does not answer. */
  post(events: readonly ExternalEvent[]): boolean;
}

export function runServer(host: ServerHost): void {
  const [settings] = all(host.neutron, 'Server');
  if (settings === undefined) return;
  if (settings.sync_due > 0 && settings.sync_due <= host.now) {
    host.step('compares Neutron with OVN', () => {
      host.commit(update(host.neutron, 'Server', settings.id, { sync_due: 0 }));
      return ok(undefined);
    });
    if (host.driver.sync !== undefined) synchronize(host, host.driver.sync, modeOf(settings.sync_mode));
  }
  if (host.driver.followsUp && host.connected) followUp(host);
  postEvents(host);
}

/** A port with a host is ACTIVE while OVN says that it is up. */
function followUp(host: ServerHost): void {
  for (const port of all(host.neutron, 'Port')) {
    if (port['binding:host_id'] === '') continue;
    const row = host.northbound.find('Logical_Port', 'name', port.id);
    const up = row !== undefined && Array.isArray(row.up) && row.up[0] === true;
    const status = up ? 'ACTIVE' : 'DOWN';
    if (port.status === status) continue;
    host.step(`port ${port.name === '' ? port.id : port.name} is ${status}`, () => {
      host.commit(update(host.neutron, 'Port', port.id, { status }));
      noteStatus(host, port, { ...port, status });
      return ok(undefined);
    });
  }
}

/** What cannot be posted is lost, as it is on a real one. */
function postEvents(host: ServerHost): void {
  const { events, posted } = waitingEvents(host.neutron);
  if (posted.length === 0) return;
  host.step(`posts ${events.map(({ name }) => name).join(', ')}`, () => {
    host.commit(posted);
    if (!host.post(events)) {
      const message = `Failed to notify nova on events: ${JSON.stringify(events)}`;
      host.log({ level: 'ERR', module: 'neutron.notifiers.nova', message, event: true });
    }
    return ok(undefined);
  });
}

export function modeOf(text: string): SyncMode {
  return SYNC_MODES.find((mode) => mode === text) ?? 'off';
}
