/**
 * ovn-northd as both releases of 2015 have it: logical switches into Pipeline
 * rows and bindings, and chassis of bindings into `up`.
 *
 * A first run takes every row for new; every later run does the same for the
 * rows that changed. So there is one way through the code, and what it costs is
 * in proportion to what changed and to the switches that it concerns.
 */
import type { Uuid } from '../base';
import type { ChangeSet, RowChange } from '../ovsdb';
import { Bindings, type BindingLayout } from './bindings';
import { SWITCH_TABLE } from './membership';
import { PipelineTable } from './pipeline';
import { aclRow, floodRows, portComplaints, portRows, switchRows, type SwitchDialect } from './switch-rules';
import { ACL_TABLE, PORT_TABLE, Topology, refTo, type Dirty, type NorthboundLayout } from './topology';
import type {
  DatabaseView,
  LogRecord,
  NorthdCompiler,
  NorthdOutput,
  NorthdRules,
  NorthdSeen,
  NorthdView,
} from './types';

/** What tells one release's rules from another's. */
export interface SwitchNorthdOptions {
  readonly layout: NorthboundLayout;
  readonly bindings: BindingLayout;
  readonly dialect: SwitchDialect;
}

export function switchNorthd(options: SwitchNorthdOptions): NorthdRules {
  return { compiler: () => new SwitchNorthd(options) };
}

class SwitchNorthd implements NorthdCompiler {
  readonly #dialect: SwitchDialect;
  readonly #topology: Topology;
  readonly #pipeline = new PipelineTable();
  readonly #bindings: Bindings;

  constructor({ layout, bindings, dialect }: SwitchNorthdOptions) {
    this.#dialect = dialect;
    this.#topology = new Topology(layout);
    this.#bindings = new Bindings(bindings);
  }

  run(view: NorthdView, seen: NorthdSeen): NorthdOutput {
    const dirty = this.#topology.follow(view.nb, seen === 'all' ? everything(view.nb) : seen.nb);
    this.#compile(view.nb, dirty);
    const sbSeen = seen === 'all' ? 'all' : seen.sb;
    this.#pipeline.observe(view.sb, sbSeen);
    const names = this.#bindings.observe(view.sb, sbSeen);
    const bindings = this.#bindings.edits(view, this.#topology, [...dirty.names, ...names]);
    return {
      nb: bindings.nb,
      sb: [...this.#pipeline.edits(view.sb), ...bindings.sb],
      log: [...this.#complaints(view.nb, dirty), ...bindings.log],
    };
  }

  provenance(row: Uuid) {
    return this.#pipeline.provenance(row);
  }

  #compile(nb: DatabaseView, dirty: Dirty): void {
    const topology = this.#topology;
    for (const uuid of dirty.switches) {
      const sw = topology.switch(uuid);
      this.#pipeline.want(`switch ${uuid}`, sw === undefined ? [] : switchRows(this.#dialect, sw));
    }
    for (const uuid of dirty.floods) {
      const sw = topology.switch(uuid);
      const rows = sw === undefined ? [] : floodRows(this.#dialect, sw, topology.portsOf(uuid));
      this.#pipeline.want(`flood ${uuid}`, rows);
    }
    for (const uuid of dirty.ports) {
      const port = topology.port(uuid);
      const sw = topology.ownerOf(uuid);
      const rows = port === undefined || sw === undefined ? [] : portRows(this.#dialect, sw, port);
      this.#pipeline.want(`port ${uuid}`, rows);
    }
    for (const [source, { sw: swUuid, acl: aclUuid }] of dirty.acls) {
      const sw = topology.switch(swUuid);
      const acl = topology.hasAcl(swUuid, aclUuid) ? topology.acl(nb, aclUuid) : undefined;
      this.#pipeline.want(
        `acl ${source}`,
        sw === undefined || acl === undefined ? [] : [aclRow(this.#dialect, sw, acl)],
      );
    }
  }

  #complaints(nb: DatabaseView, dirty: Dirty): readonly LogRecord[] {
    const log: LogRecord[] = [];
    for (const uuid of dirty.news) {
      const port = this.#topology.port(uuid);
      if (port !== undefined) log.push(...portComplaints(port));
    }
    for (const uuid of dirty.ports) {
      if (this.#topology.claimsOn(uuid) < 2) continue;
      const name = this.#topology.port(uuid)?.name ?? '';
      const about = refTo(nb, PORT_TABLE, uuid);
      log.push({
        level: 'WARN',
        module: 'ovn_northd',
        message: `${name}: logical port is in several logical switches`,
        about,
      });
    }
    return log;
  }
}

/** The whole northbound database as if it had just been inserted, in the order of insertion. */
function everything(nb: DatabaseView): ChangeSet {
  const changes: RowChange[] = [];
  for (const table of [SWITCH_TABLE, PORT_TABLE, ACL_TABLE]) {
    for (const [uuid, after] of nb.rows(table)) changes.push({ table, uuid, before: undefined, after });
  }
  return changes;
}
