/**
 * The bindings: one southbound row for each logical port, of which ovn-northd
 * writes everything but the chassis; and the way back, `up` of the northbound
 * row, which says whether the binding has a chassis.
 *
 * A port and its binding are matched by name. A new binding takes the lowest
 * tunnel key that no binding has; an old one keeps the key it has.
 */
import { uuidFromContent, type Uuid } from '../base';
import {
  getNumber,
  getOptionalBoolean,
  getString,
  valuesEqual,
  type ChangeSet,
  type ColumnValue,
  type Row,
  type RowEdit,
} from '../ovsdb';
import { PORT_TABLE, refTo, type Topology } from './topology';
import { TunnelKeys } from './tunnel-keys';
import type { DatabaseView, LogRecord, NorthdView } from './types';

/** How a release writes its bindings. */
export interface BindingLayout {
  /** The table's name; its columns `logical_port` and `tunnel_key` are unique. */
  readonly table: string;
  /** The columns that follow the northbound row, with their values; `datapath` is the switch's UUID. */
  columns(port: Row, datapath: Uuid): Readonly<Record<string, ColumnValue>>;
  /** Whether a chassis has claimed the binding. */
  isBound(binding: Row): boolean;
}

export class Bindings {
  readonly #layout: BindingLayout;
  readonly #keys = new TunnelKeys();
  /** Names to look at again: edited and not yet seen to arrive, or left without a key. */
  readonly #unsettled = new Set<string>();

  constructor(layout: BindingLayout) {
    this.#layout = layout;
  }

  /** Follows the table's changes, `all` for its whole contents; returns the names concerned. */
  observe(sb: DatabaseView, seen: ChangeSet | 'all'): ReadonlySet<string> {
    const names = new Set<string>();
    if (seen === 'all') {
      for (const row of sb.rows(this.#layout.table).values()) {
        names.add(getString(row, 'logical_port'));
        this.#keys.add(getNumber(row, 'tunnel_key'));
      }
      return names;
    }
    const changes = seen.filter((change) => change.table === this.#layout.table);
    for (const { before, after } of changes) {
      if (before !== undefined) {
        names.add(getString(before, 'logical_port'));
        this.#keys.remove(getNumber(before, 'tunnel_key'));
      }
      if (after !== undefined) {
        names.add(getString(after, 'logical_port'));
        this.#keys.add(getNumber(after, 'tunnel_key'));
      }
    }
    // One row may give up a key and another take it in the same commit, in either order.
    for (const { uuid } of changes) {
      const row = sb.row(this.#layout.table, uuid);
      if (row !== undefined) this.#keys.add(getNumber(row, 'tunnel_key'));
    }
    return names;
  }

  /** The edits that make `up` of these ports right; adds to `sb` those that make their bindings right. */
  edits(
    view: NorthdView,
    topology: Topology,
    names: readonly string[],
    sb: RowEdit[],
  ): { readonly nb: readonly RowEdit[]; readonly log: readonly LogRecord[] } {
    const nb: RowEdit[] = [];
    const log: LogRecord[] = [];
    const free = this.#keys.free();
    for (const name of new Set([...this.#unsettled, ...names])) {
      this.#unsettled.delete(name);
      const port = view.nb.find(PORT_TABLE, 'name', name);
      const owner = port === undefined ? undefined : topology.ownerOf(port._uuid);
      const binding = view.sb.find(this.#layout.table, 'logical_port', name);
      if (port === undefined || owner === undefined) {
        if (binding !== undefined) sb.push({ op: 'delete', table: this.#layout.table, uuid: binding._uuid });
        else continue;
      } else {
        const columns = this.#layout.columns(port, owner.ref.uuid);
        if (binding === undefined) {
          const key = free.next();
          if (key.done === true) {
            if (!log.some(({ level }) => level === 'WARN')) log.push(exhausted(view, port));
          } else {
            const row = { ...columns, logical_port: name, tunnel_key: key.value };
            sb.push({ op: 'insert', table: this.#layout.table, uuid: this.#newUuid(view.sb, name), row });
          }
        } else {
          const wrong = Object.entries(columns).filter(([column, value]) => !holds(binding, column, value));
          const up = this.#layout.isBound(binding);
          const upWrong = getOptionalBoolean(port, 'up') !== up;
          if (upWrong) nb.push({ op: 'update', table: PORT_TABLE, uuid: port._uuid, row: { up: [up] } });
          if (wrong.length > 0) {
            sb.push({ op: 'update', table: this.#layout.table, uuid: binding._uuid, row: Object.fromEntries(wrong) });
          } else if (!upWrong) continue;
        }
      }
      this.#unsettled.add(name);
    }
    return { nb, log };
  }

  /** The name decides, so that a port has the same binding in every run; unless somebody gave that row another name. */
  #newUuid(sb: DatabaseView, name: string): Uuid {
    for (let n = 0; ; n++) {
      const uuid = uuidFromContent(`${this.#layout.table}\0${name}\0${n}`);
      if (sb.row(this.#layout.table, uuid) === undefined) return uuid;
    }
  }
}

function exhausted(view: NorthdView, port: Row): LogRecord {
  return {
    level: 'WARN',
    module: 'ovn_northd',
    message: 'all tunnel keys exhausted',
    about: refTo(view.nb, PORT_TABLE, port._uuid),
  };
}

function holds(row: Row, column: string, value: ColumnValue): boolean {
  const held = row[column];
  return held !== undefined && valuesEqual(held, value);
}
