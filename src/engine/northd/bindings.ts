/**
 * The bindings: one southbound row for each logical port, of which ovn-northd
 * writes everything but the chassis; and the way back, `up` of the northbound
 * row, which says whether the binding has a chassis.
 *
 * A port and its binding are matched by name. A new binding takes the lowest
 * tunnel key that no binding has; an old one keeps the key it has.
 */
import { uuidFromContent, type LogRecord, type Uuid } from '../base';
import type { Graph, Settled, Source } from '../derive';
import {
  getNumber,
  getOptionalBoolean,
  getString,
  valuesEqual,
  type ColumnValue,
  type Row,
  type RowEdit,
  type RowValues,
  type DatabaseView,
} from '../ovsdb';
import { northboundRow } from './references';
import { PORT_TABLE, type Topology } from './topology';
import { TunnelKeys } from './tunnel-keys';

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

interface Pass {
  readonly sb: DatabaseView;
  readonly asked: BindingEdits;
  readonly free: Iterator<number, void>;
  /** Whether it was already said that there are no keys left. */
  complained: boolean;
}

export class Bindings {
  readonly #layout: BindingLayout;
  readonly #keys = new TunnelKeys();
  #pass: Pass | undefined;

  constructor(graph: Graph, nb: Source, sb: Source, topology: Topology, layout: BindingLayout) {
    this.#layout = layout;
    const { ports } = topology;
    const bindings = sb.table(layout.table);
    const bindingsByName = bindings.by('bindings by port', (row) => [getString(row, 'logical_port')]);
    const portsByName = ports.by('ports by name', ({ facts, owner }) => (owner === undefined ? [] : [facts.name]));
    graph.effect(bindings, {
      run: (row, uuid) => (portsByName.has(getString(row, 'logical_port')) ? 'settled' : this.#delete(uuid)),
      gone: () => undefined,
    });
    bindings.watch((before, after) => {
      if (before !== undefined) this.#keys.remove(getNumber(before, 'tunnel_key'));
      if (after !== undefined) this.#keys.add(getNumber(after, 'tunnel_key'));
    });
    graph.effect(nb.table(PORT_TABLE), {
      run: (port, uuid) => {
        const datapath = ports.get(uuid)?.owner;
        if (datapath === undefined) return 'settled';
        const binding = bindingsByName.first(getString(port, 'name'));
        const columns = layout.columns(port, datapath);
        return binding === undefined ? this.#insert(port, columns) : this.#update(port, binding, columns);
      },
      gone: () => undefined,
    });
  }

  /** From now on edits go to `asked`. */
  begin(sb: DatabaseView, asked: BindingEdits): void {
    this.#pass = { sb, asked, free: this.#keys.free(), complained: false };
  }

  #delete(uuid: Uuid): Settled {
    this.#current.asked.sb.push({ op: 'delete', table: this.#layout.table, uuid });
    return 'again';
  }

  #insert(port: Row, columns: RowValues): Settled {
    const pass = this.#current;
    const key = pass.free.next();
    if (key.done !== true) {
      const name = getString(port, 'name');
      const row = { ...columns, logical_port: name, tunnel_key: key.value };
      pass.asked.sb.push({ op: 'insert', table: this.#layout.table, uuid: this.#newUuid(pass.sb, name), row });
    } else if (!pass.complained) {
      pass.complained = true;
      pass.asked.log.push(exhausted(port));
    }
    return 'again';
  }

  #update(port: Row, binding: Row, columns: RowValues): Settled {
    const { asked } = this.#current;
    let wrong: Record<string, ColumnValue> | undefined;
    for (const column in columns) {
      const [held, value] = [binding[column], columns[column]];
      if (value === undefined || (held !== undefined && valuesEqual(held, value))) continue;
      wrong ??= {};
      wrong[column] = value;
    }
    if (wrong !== undefined)
      asked.sb.push({ op: 'update', table: this.#layout.table, uuid: binding._uuid, row: wrong });
    const up = this.#layout.isBound(binding);
    const upRight = getOptionalBoolean(port, 'up') === up;
    if (!upRight) asked.nb.push({ op: 'update', table: PORT_TABLE, uuid: port._uuid, row: { up: [up] } });
    return wrong === undefined && upRight ? 'settled' : 'again';
  }

  /** The name decides, so that a port has the same binding in every run; unless somebody gave that row another name. */
  #newUuid(sb: DatabaseView, name: string): Uuid {
    for (let n = 0; ; n++) {
      const uuid = uuidFromContent(this.#layout.table, name, `${n}`);
      if (sb.row(this.#layout.table, uuid) === undefined) return uuid;
    }
  }

  get #current(): Pass {
    if (this.#pass === undefined) throw new Error('No run has begun.');
    return this.#pass;
  }
}

function exhausted(port: Row): LogRecord {
  return {
    level: 'WARN',
    module: 'ovn_northd',
    message: 'all tunnel keys exhausted',
    about: northboundRow(PORT_TABLE, port._uuid),
  };
}
