/** The database of Nova: servers (virtual machines) and what has been posted to it. */
import { isUuid, type Uuid } from '../base';
import { NUMBER, OPTIONAL_TEXT, readRow, schemaOf, TEXT, words, WORDS, writeRow, type Stored } from '../neutron';
import type { DatabaseSchema, DatabaseView, RowEdit } from '../ovsdb';

/** A network interface of a server, once it has a port. */
export interface Vif {
  readonly port: Uuid;
  readonly mac: string;
  readonly network: string;
  /** Nova made the port itself, and takes it away again. */
  readonly own: boolean;
}

const VIFS = words<Vif>(
  (word) => {
    const [port = '', mac = '', network = '', own = ''] = word.split('/');
    return isUuid(port) ? { port, mac, network, own: own === 'own' } : undefined;
  },
  ({ port, mac, network, own }) => `${port}/${mac}/${network}/${own ? 'own' : 'given'}`,
);

const TABLES = {
  Server: {
    name: TEXT,
    /** `building`, `active` or `error`. */
    vm_state: TEXT,
    /** What is being done with it: `scheduling`, `networking`, `spawning`, `migrating`, `deleting`. */
    task_state: OPTIONAL_TEXT,
    /** The hypervisor, empty before one has been chosen. */
    host: TEXT,
    availability_zone: TEXT,
    image: TEXT,
    flavor: TEXT,
    /** Counts servers from 1: `instance-00000001`. */
    number: NUMBER,
    created: NUMBER,
    /** 0 before it has run. */
    launched: NUMBER,
    /** What was asked for: `port:UUID` or `net:UUID`. */
    nics: WORDS,
    vifs: VIFS,
    /** Ports that Neutron has not yet called plugged. */
    waiting: WORDS,
    /** Until when it waits for them; 0 when it does not wait. */
    deadline: NUMBER,
    /** Where it is to go. */
    target: TEXT,
    /** Why it is in error. */
    fault: OPTIONAL_TEXT,
  },
  Event: {
    server_uuid: TEXT,
    name: TEXT,
    tag: TEXT,
    status: TEXT,
  },
} as const;

export type Server = Stored<(typeof TABLES)['Server']>;
export type PostedEvent = Stored<(typeof TABLES)['Event']>;

export const NOVA_SCHEMA: DatabaseSchema = schemaOf('Nova', TABLES);

/** In the order of creation. */
export function serversOf(nova: DatabaseView): readonly Server[] {
  return Array.from(nova.rows('Server').values(), (row) => readRow(TABLES.Server, row));
}

export function serverOf(nova: DatabaseView, id: string): Server | undefined {
  const row = isUuid(id) ? nova.row('Server', id) : undefined;
  return row === undefined ? undefined : readRow(TABLES.Server, row);
}

export function eventsOf(nova: DatabaseView): readonly PostedEvent[] {
  return Array.from(nova.rows('Event').values(), (row) => readRow(TABLES.Event, row));
}

export function insertServer({ id, ...values }: Server): RowEdit {
  return { op: 'insert', table: 'Server', uuid: id, row: writeRow(TABLES.Server, values) };
}

export function updateServer(id: Uuid, values: Partial<Server>): RowEdit {
  return { op: 'update', table: 'Server', uuid: id, row: writeRow(TABLES.Server, values) };
}

export function deleteServerRow(id: Uuid): RowEdit {
  return { op: 'delete', table: 'Server', uuid: id };
}

/** What the API calls the status. */
export function statusOf({ vm_state, task_state }: Server): string {
  if (vm_state === 'error') return 'ERROR';
  if (vm_state === 'building') return 'BUILD';
  return task_state === 'migrating' ? 'MIGRATING' : 'ACTIVE';
}
