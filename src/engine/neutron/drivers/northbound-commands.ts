/** The commands of networking-ovn's own library: each reads and changes the northbound database within a transaction. */
import { err, ok } from '../../base';
import { getPairs, type DatabaseView, type Overlay } from '../../ovsdb';
import type { NbSwitch, NorthboundOps } from '../../network';
import type { AclOfGroup, Command } from '../driver';
import type { Container } from './binding-profile';

export interface PortColumns {
  readonly macs?: readonly string[];
  readonly portSecurity?: readonly string[];
  readonly enabled?: boolean;
  /** Null clears both columns. */
  readonly container?: Container | null;
}

type ExternalIds = Readonly<Record<string, string>>;

export function createSwitch(ops: NorthboundOps, name: string, ids: ExternalIds): Command {
  return {
    text: `create_lswitch ${name}`,
    run(tx) {
      if (switchNamed(ops, tx.view, name) !== undefined) return DONE;
      const uuid = tx.reserveUuid();
      tx.add(ops.addSwitch(uuid, name));
      setIds(tx, SWITCH, uuid, ids);
      return DONE;
    },
  };
}

export function setSwitchId(ops: NorthboundOps, name: string, key: string, value: string): Command {
  return {
    text: `set_lswitch_ext_id ${name} ${key}=${value}`,
    run(tx) {
      const sw = switchNamed(ops, tx.view, name);
      if (sw === undefined) return missingSwitch(name);
      tx.add(ops.setExternalId(tx.view, SWITCH, sw.uuid, key, value));
      return DONE;
    },
  };
}

/** Where ports point to their switch, it goes only when they are gone. */
export function deleteSwitch(ops: NorthboundOps, name: string, missingIsError: boolean): Command {
  return {
    text: `delete_lswitch ${name}`,
    run(tx) {
      const sw = switchNamed(ops, tx.view, name);
      if (sw === undefined) return missingIsError ? missingSwitch(name) : DONE;
      tx.add(ops.delSwitch(sw.uuid));
      return DONE;
    },
  };
}

export function createPort(
  ops: NorthboundOps,
  sw: string,
  name: string,
  { container, ...columns }: PortColumns,
  ids: ExternalIds,
): Command {
  return {
    text: `create_lport ${name} on ${sw}`,
    run(tx) {
      const on = switchNamed(ops, tx.view, sw);
      if (on === undefined) return missingSwitch(sw);
      if (tx.view.find(PORT, 'name', name) !== undefined) return DONE;
      const uuid = tx.reserveUuid();
      tx.add(ops.addPorts(tx.view, on.uuid, [{ uuid, name, ...columns, ...(container ? { container } : {}) }]));
      setIds(tx, PORT, uuid, ids);
      return DONE;
    },
  };
}

/** The columns that are given, and all of external_ids where any are: whatever else stood there is gone. */
export function setPort(ops: NorthboundOps, name: string, columns: PortColumns, ids: ExternalIds): Command {
  return {
    text: `set_lport ${name}`,
    run(tx) {
      const row = tx.view.find(PORT, 'name', name);
      if (row === undefined) return missingPort(name);
      const { macs, portSecurity, enabled, container } = columns;
      if (macs !== undefined) tx.add(ops.setMacs(row._uuid, macs));
      if (portSecurity !== undefined) tx.add(ops.setPortSecurity(row._uuid, portSecurity));
      if (container !== undefined) tx.add(ops.setContainer(row._uuid, container ?? undefined));
      const able = enabled === undefined ? ok([]) : ops.setEnabled(row._uuid, enabled);
      if (!able.ok) return err(able.error.message);
      tx.add(able.value);
      setIds(tx, PORT, row._uuid, ids);
      return DONE;
    },
  };
}

export function setPortId(ops: NorthboundOps, name: string, key: string, value: string): Command {
  return {
    text: `set_lport_ext_id ${name} ${key}=${value}`,
    run(tx) {
      const row = tx.view.find(PORT, 'name', name);
      if (row === undefined) return missingPort(name);
      tx.add(ops.setExternalId(tx.view, PORT, row._uuid, key, value));
      return DONE;
    },
  };
}

/** One that is missing is no error. */
export function deletePort(ops: NorthboundOps, name: string): Command {
  return {
    text: `delete_lport ${name}`,
    run(tx) {
      const row = tx.view.find(PORT, 'name', name);
      if (row !== undefined) tx.add(ops.delPort(tx.view, row._uuid));
      return DONE;
    },
  };
}

/** Makes the ACLs of a port those that are wanted; one that is there already stays the row that it is. */
export function replaceAcls(
  ops: NorthboundOps,
  sw: string,
  port: string,
  portKey: string,
  wanted: readonly AclOfGroup[],
): Command {
  return {
    text: `update_acls ${port}`,
    run(tx) {
      const on = switchNamed(ops, tx.view, sw);
      if (on === undefined) return missingSwitch(sw);
      const left = new Map(wanted.map((acl) => [contentOf(acl, acl.externalIds), acl]));
      for (const acl of aclsOf(ops, tx.view, port, portKey)) {
        if (!left.delete(contentOf(acl, acl.ids))) tx.add(ops.delAcl(tx.view, acl.uuid));
      }
      for (const { externalIds, ...acl } of left.values()) {
        const uuid = tx.reserveUuid();
        tx.add(ops.addAcls(tx.view, on.uuid, [{ ...acl, log: false, uuid }]));
        setIds(tx, ACL, uuid, externalIds);
      }
      return DONE;
    },
  };
}

export function removeAcls(ops: NorthboundOps, port: string, portKey: string): Command {
  return {
    text: `delete_acl ${port}`,
    run(tx) {
      for (const { uuid } of aclsOf(ops, tx.view, port, portKey)) tx.add(ops.delAcl(tx.view, uuid));
      return DONE;
    },
  };
}

export function createRouter(name: string, ids: ExternalIds): Command {
  return {
    text: `create_lrouter ${name}`,
    run(tx) {
      tx.insert(ROUTER, { name, external_ids: Object.entries(ids) });
      return DONE;
    },
  };
}

export function deleteRouter(name: string): Command {
  return {
    text: `delete_lrouter ${name}`,
    run(tx) {
      const row = tx.view.find(ROUTER, 'name', name);
      if (row === undefined) return err(`Logical Router ${name} does not exist`);
      tx.delete(ROUTER, row._uuid);
      return DONE;
    },
  };
}

const SWITCH = 'Logical_Switch';
const PORT = 'Logical_Port';
const ACL = 'ACL';
const ROUTER = 'Logical_Router';
const DONE = ok(undefined);

/** The first one of that name: names of switches need not be unique. */
function switchNamed(ops: NorthboundOps, nb: DatabaseView, name: string): NbSwitch | undefined {
  return ops.switches(nb).find((sw) => sw.name === name);
}

function setIds(tx: Overlay, table: string, uuid: Parameters<Overlay['update']>[1], ids: ExternalIds): void {
  if (Object.keys(ids).length > 0) tx.update(table, uuid, { external_ids: Object.entries(ids) });
}

function aclsOf(ops: NorthboundOps, nb: DatabaseView, port: string, portKey: string) {
  return ops.acls(nb).flatMap((acl) => {
    const row = nb.row(ACL, acl.uuid);
    const pairs = row === undefined ? [] : getPairs(row, 'external_ids');
    const ids = Object.fromEntries(pairs.map(([key, value]) => [String(key), String(value)]));
    return ids[portKey] === port ? [{ ...acl, ids }] : [];
  });
}

function contentOf(
  acl: Pick<AclOfGroup, 'priority' | 'match'> & { readonly action: string },
  ids: ExternalIds,
): string {
  return JSON.stringify([acl.priority, acl.match, acl.action, Object.entries(ids).sort()]);
}

function missingSwitch(name: string) {
  return err(`Logical Switch ${name} does not exist`);
}

function missingPort(name: string) {
  return err(`Port ${name} does not exist`);
}
