/**
 * The bindings: one southbound row for each logical port, of which ovn-northd
 * writes everything but the chassis; and the way back, `up` of the northbound
 * row, which says whether the binding has a chassis.
 *
 * A port and its binding are matched by name. A new binding takes the lowest
 * tunnel key that no binding has; an old one keeps the key it has.
 *
 * Invariant: in which order edits are asked for, and so which new binding gets which key, depends on the
 * databases only: new bindings come in the order of their ports.
 */
import { compareText, uuidFromContent, type LogRecord, type Uuid, type Work } from '../base';
import {
  getNumber,
  getOptionalBoolean,
  getString,
  inRowOrder,
  valuesEqual,
  type ChangeSet,
  type ColumnValue,
  type Row,
  type RowEdit,
  type RowValues,
  type DatabaseView,
} from '../ovsdb';
import { inPieces } from './pieces';
import { PORT_TABLE, refTo, type Topology } from './topology';
import { TunnelKeys } from './tunnel-keys';
import type { NorthdView } from './types';

/** How a release writes its bindings. */
export interface BindingLayout {
  /** The table's name; its columns `logical_port` and `tunnel_key` are unique. */
  readonly table: string;
  /** The columns that follow the northbound row, with their values; `datapath` is the switch's UUID. */
  columns(port: Row, datapath: Uuid): RowValues;
  /** Whether a chassis has claimed the binding. */
  isBound(binding: Row): boolean;
}

/** Where one run collects what it asks for. */
export interface BindingEdits {
  readonly nb: RowEdit[];
  readonly sb: RowEdit[];
  readonly log: LogRecord[];
}

/** What one run comes upon, in no order. */
interface Pass {
  readonly view: NorthdView;
  readonly topology: Topology;
  readonly nb: Edited[];
  readonly sb: Edited[];
  /** Ports without a binding, with the columns that it is to have. */
  readonly missing: Map<Uuid, RowValues>;
}

type Edited = Exclude<RowEdit, { readonly op: 'insert' }>;

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

  /** Makes the bindings of these ports, and `up` of the ports, right. */
  *asking(view: NorthdView, topology: Topology, names: ReadonlySet<string>, asked: BindingEdits): Work<void> {
    const pass: Pass = { view, topology, nb: [], sb: [], missing: new Map() };
    const again = [...this.#unsettled];
    this.#unsettled.clear();
    for (const name of again) if (!names.has(name)) this.#settle(pass, name);
    yield* inPieces(names, (name) => {
      this.#settle(pass, name);
    });
    for (const edit of pass.nb.sort(byUuid)) asked.nb.push(edit);
    for (const edit of pass.sb.sort(byUuid)) asked.sb.push(edit);
    yield* this.#inserting(pass, asked);
  }

  #settle(pass: Pass, name: string): void {
    const { view, topology } = pass;
    const port = view.nb.find(PORT_TABLE, 'name', name);
    const owner = port === undefined ? undefined : topology.ownerOf(port._uuid);
    const binding = view.sb.find(this.#layout.table, 'logical_port', name);
    if (port !== undefined && owner !== undefined) {
      const columns = this.#layout.columns(port, owner.ref.uuid);
      if (binding === undefined) pass.missing.set(port._uuid, columns);
      const isRight = binding !== undefined && this.#update(pass, port, binding, columns);
      if (!isRight) this.#unsettled.add(name);
    } else if (binding !== undefined) {
      pass.sb.push({ op: 'delete', table: this.#layout.table, uuid: binding._uuid });
      this.#unsettled.add(name);
    }
  }

  *#inserting({ view, missing }: Pass, asked: BindingEdits): Work<void> {
    const free = this.#keys.free();
    let complained = false;
    yield* inPieces(inRowOrder(view.nb, PORT_TABLE, missing), ([port, columns]) => {
      const key = free.next();
      if (key.done !== true) {
        const name = getString(port, 'name');
        const row = { ...columns, logical_port: name, tunnel_key: key.value };
        asked.sb.push({ op: 'insert', table: this.#layout.table, uuid: this.#newUuid(view.sb, name), row });
      } else if (!complained) {
        complained = true;
        asked.log.push(exhausted(view, port));
      }
    });
  }

  /** Returns whether both rows are right already. */
  #update(pass: Pass, port: Row, binding: Row, columns: RowValues): boolean {
    let wrong: Record<string, ColumnValue> | undefined;
    for (const column in columns) {
      const [held, value] = [binding[column], columns[column]];
      if (value === undefined || (held !== undefined && valuesEqual(held, value))) continue;
      wrong ??= {};
      wrong[column] = value;
    }
    if (wrong !== undefined) pass.sb.push({ op: 'update', table: this.#layout.table, uuid: binding._uuid, row: wrong });
    const up = this.#layout.isBound(binding);
    const upRight = getOptionalBoolean(port, 'up') === up;
    if (!upRight) pass.nb.push({ op: 'update', table: PORT_TABLE, uuid: port._uuid, row: { up: [up] } });
    return wrong === undefined && upRight;
  }

  /** The name decides, so that a port has the same binding in every run; unless somebody gave that row another name. */
  #newUuid(sb: DatabaseView, name: string): Uuid {
    for (let n = 0; ; n++) {
      const uuid = uuidFromContent(this.#layout.table, name, `${n}`);
      if (sb.row(this.#layout.table, uuid) === undefined) return uuid;
    }
  }
}

function byUuid(a: Edited, b: Edited): number {
  return compareText(a.uuid, b.uuid);
}

function exhausted(view: NorthdView, port: Row): LogRecord {
  return {
    level: 'WARN',
    module: 'ovn_northd',
    message: 'all tunnel keys exhausted',
    about: refTo(view.nb, PORT_TABLE, port._uuid),
  };
}
