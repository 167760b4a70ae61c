/** The rows that arguments name, by UUID or by name, and the rows that these refer to. */
import { isUuid, ok, type Uuid } from '../../../base';
import { fail, type CtlContext, type Outcome } from '../../../commands';
import { atomsOf, getString, type Row } from '../../../ovsdb';

/** What a table's rows are called when one is not found; `several`, when a name may not be that of many. */
export interface Kind {
  readonly table: string;
  readonly what: string;
  readonly several?: string;
}

export const SWITCH: Kind = { table: 'Logical_Switch', what: 'switch', several: 'logical switches' };
export const ROUTER: Kind = { table: 'Logical_Router', what: 'router', several: 'logical routers' };
export const SWITCH_PORT: Kind = { table: 'Logical_Switch_Port', what: 'port' };
export const ROUTER_PORT: Kind = { table: 'Logical_Router_Port', what: 'port' };
export const LOAD_BALANCER: Kind = { table: 'Load_Balancer', what: 'load balancer', several: 'load balancers' };
export const PORT_GROUP: Kind = { table: 'Port_Group', what: 'port group' };
export const ADDRESS_SET: Kind = { table: 'Address_Set', what: 'Address Set', several: 'Address Sets' };
export const MIRROR: Kind = { table: 'Mirror', what: 'mirror' };
export const NETWORK_FUNCTION: Kind = { table: 'Network_Function', what: 'network function' };
export const NETWORK_FUNCTION_GROUP: Kind = { table: 'Network_Function_Group', what: 'network function group' };
export const HA_CHASSIS_GROUP: Kind = { table: 'HA_Chassis_Group', what: 'ha_chassis_group' };
export const COPP: Kind = { table: 'Copp', what: 'copp' };

/** What a command may look at to find rows. */
export type Rows = Pick<CtlContext, 'overlay'>;

/** The row, if there is one; several of one name are a mistake where the kind says so. */
export function find({ overlay }: Rows, { table, several }: Kind, id = ''): Outcome<Row | undefined> {
  const byUuid = rowByUuid({ overlay }, table, id);
  if (byUuid) return ok(byUuid);
  const [first, second] = overlay.rows(table).filter((row) => row.name === id);
  if (second && several !== undefined) return fail(`Multiple ${several} named '${id}'.  Use a UUID.`);
  return ok(first);
}

/** The row, which must be there unless the command was given `--if-exists`. */
export function findUnlessGone(context: CtlContext, kind: Kind, id = ''): Outcome<Row | undefined> {
  return context.options.has('--if-exists') ? find(context, kind, id) : require(context, kind, id);
}

/** The row, which must be there. */
export function require(context: Rows, kind: Kind, id = ''): Outcome<Row> {
  const found = find(context, kind, id);
  if (!found.ok) return found;
  if (found.value) return ok(found.value);
  return fail(`${id}: ${kind.what} ${isUuidText(id) ? 'UUID' : 'name'} not found`);
}

export function rowByUuid({ overlay }: Rows, table: string, id = ''): Row | undefined {
  const uuid = id.toLowerCase();
  return isUuid(uuid) ? overlay.row(table, uuid) : undefined;
}

export function isUuidText(id = ''): boolean {
  return isUuid(id.toLowerCase());
}

/** The rows that a column refers to, as they were before this call's additions to sets. */
export function referenced({ overlay }: Rows, row: Row, column: string, table: string): readonly Row[] {
  return uuidsOf(row, column).flatMap((uuid) => overlay.rowOrGone(table, uuid) ?? []);
}

export function uuidsOf(row: Row, column: string): readonly Uuid[] {
  return atomsOf(row[column] ?? []).flatMap((atom) => (typeof atom === 'string' && isUuid(atom) ? [atom] : []));
}

/** The switch that a port is on, or the router. */
export function ownerOf({ overlay }: Rows, { table }: Kind, port: Row): Row | undefined {
  return overlay.rows(table).find(({ _uuid }) => overlay.membersOf(table, _uuid, 'ports').includes(port._uuid));
}

export function switchOf(context: Rows, port: Row): Outcome<Row> {
  const owner = ownerOf(context, SWITCH, port);
  if (owner) return ok(owner);
  return fail(`logical port ${getString(port, 'name')} is not part of any logical switch`);
}

export function routerOf(context: Rows, port: Row): Outcome<Row> {
  const owner = ownerOf(context, ROUTER, port);
  return owner ? ok(owner) : fail(`port ${getString(port, 'name')} is not part of any logical router`);
}

/** A row's name, or its UUID where it has none. */
export function nameOrUuid(row: Row): string {
  return getString(row, 'name') || row._uuid;
}
