/**
 * ovn-northd as both releases of 2015 have it: logical switches into Pipeline
 * rows and bindings, and chassis of bindings into `up`.
 *
 * A first run takes every row for new; every later run does the same for the
 * rows that changed. So there is one way through the code, and what it costs is
 * in proportion to what changed and to the switches that it concerns.
 */
import { isUuid, type LogRecord, type Uuid, type Work } from '../base';
import { Stages, type LogicalFlowLayout, type Stage } from '../logical';
import { inRowOrder, type ChangeSet, type DatabaseView, type RowChange } from '../ovsdb';
import { Bindings, type BindingEdits, type BindingLayout } from './bindings';
import { SWITCH_TABLE } from './membership';
import type { Provenance } from './explanation';
import { inPieces, SWITCHES_DONE } from './pieces';
import { PipelineTable, type WantedRow } from './pipeline';
import { portComplaints, SWITCH_PIPELINE } from './stages-2015/switch-pipeline';
import type { SwitchDialect, SwitchStage } from './switch-stage';
import { ACL_TABLE, PORT_TABLE, Topology, refTo, type Dirty, type NorthboundLayout } from './topology';
import type { NorthdCompiler, NorthdOutput, NorthdRules, NorthdSeen, NorthdView } from './types';

/** What tells one release's rules from another's. */
export interface SwitchNorthdOptions {
  readonly layout: NorthboundLayout;
  readonly flows: LogicalFlowLayout;
  readonly bindings: BindingLayout;
  readonly dialect: SwitchDialect;
}

export function switchNorthd(options: SwitchNorthdOptions): NorthdRules {
  const { dialect } = options;
  const known = new Map(
    SWITCH_PIPELINE.map((own): [Stage, SwitchStage] => [{ ...own.place, text: own.text(dialect) }, own]),
  );
  return {
    compiler: () => new SwitchNorthd(options),
    stages: new Stages(Array.from(known.keys())),
    drops: (stage) => known.get(stage)?.drops,
  };
}

class SwitchNorthd implements NorthdCompiler {
  readonly #dialect: SwitchDialect;
  readonly #topology: Topology;
  readonly #pipeline: PipelineTable;
  readonly #bindings: Bindings;

  constructor({ layout, flows, bindings, dialect }: SwitchNorthdOptions) {
    this.#dialect = dialect;
    this.#topology = new Topology(layout);
    this.#pipeline = new PipelineTable(flows);
    this.#bindings = new Bindings(bindings);
  }

  *running(view: NorthdView, seen: NorthdSeen): Work<NorthdOutput> {
    const dirty = yield* this.#topology.following(view.nb, seen === 'all' ? everything(view.nb) : seen.nb);
    for (const uuid of dirty.switches) this.#compile('switch', uuid);
    for (const uuid of dirty.floods) this.#compile('flood', uuid);
    yield SWITCHES_DONE;
    yield* inPieces(dirty.ports, (uuid) => {
      this.#compile('port', uuid);
    });
    yield* inPieces(dirty.acls.values(), ({ sw, acl }) => {
      this.#compile('acl', sw, acl);
    });
    const sbSeen = seen === 'all' ? 'all' : seen.sb;
    yield* this.#pipeline.observing(view.sb, sbSeen);
    for (const name of this.#bindings.observe(view.sb, sbSeen)) dirty.names.add(name);
    const asked: BindingEdits = { nb: [], sb: [], log: this.#complaints(view.nb, dirty) };
    yield* this.#pipeline.asking(view.sb, asked.sb);
    yield* this.#bindings.asking(view, this.#topology, dirty.names, asked);
    return asked;
  }

  provenance(row: Uuid): Provenance | undefined {
    return this.#pipeline.provenance(row, (source) => {
      const [kind = '', uuid = '', member = ''] = source.split(' ');
      return isSource(kind) && isUuid(uuid) ? SOURCES[kind](this.#dialect, this.#topology, uuid, member) : [];
    });
  }

  #compile(kind: Source, uuid: Uuid, member = ''): void {
    const source = member === '' ? `${kind} ${uuid}` : `${kind} ${uuid} ${member}`;
    this.#pipeline.want(source, SOURCES[kind](this.#dialect, this.#topology, uuid, member));
  }

  #complaints(nb: DatabaseView, dirty: Dirty): LogRecord[] {
    const complaints = new Map<Uuid, readonly LogRecord[]>();
    for (const uuid of dirty.news) {
      const port = this.#topology.port(uuid);
      const found = port === undefined ? [] : portComplaints(port);
      if (found.length > 0) complaints.set(uuid, found);
    }
    const contested = new Map<Uuid, LogRecord>();
    for (const uuid of dirty.ports) {
      if (this.#topology.claimsOn(uuid) < 2) continue;
      const name = this.#topology.port(uuid)?.name ?? '';
      const about = refTo(nb, PORT_TABLE, uuid);
      contested.set(uuid, {
        level: 'WARN',
        module: 'ovn_northd',
        message: `${name}: logical port is in several logical switches`,
        about,
      });
    }
    return [
      ...inRowOrder(nb, PORT_TABLE, complaints).flatMap(([, found]) => found),
      ...inRowOrder(nb, PORT_TABLE, contested).map(([, record]) => record),
    ];
  }
}

/** What wants rows, and which rows it wants now: none once it is gone. */
const SOURCES = {
  switch: (dialect, topology, uuid) => {
    const sw = topology.switch(uuid);
    return sw === undefined ? [] : SWITCH_PIPELINE.flatMap(({ switchRows }) => switchRows?.(dialect, sw) ?? []);
  },
  flood: (dialect, topology, uuid) => {
    const sw = topology.switch(uuid);
    if (sw === undefined) return [];
    const ports = topology.portsOf(uuid);
    return SWITCH_PIPELINE.flatMap(({ floodRows }) => floodRows?.(dialect, sw, ports) ?? []);
  },
  port: (dialect, topology, uuid) => {
    const port = topology.port(uuid);
    const sw = topology.ownerOf(uuid);
    if (port === undefined || sw === undefined) return [];
    return SWITCH_PIPELINE.flatMap(({ portRows }) => portRows?.(dialect, sw, port) ?? []);
  },
  acl: (dialect, topology, uuid, member) => {
    const sw = topology.switch(uuid);
    const acl = isUuid(member) ? topology.acl(uuid, member) : undefined;
    if (sw === undefined || acl === undefined) return [];
    return SWITCH_PIPELINE.flatMap(({ aclRows }) => aclRows?.(dialect, sw, acl) ?? []);
  },
} as const satisfies Record<
  string,
  (dialect: SwitchDialect, topology: Topology, uuid: Uuid, member: string) => readonly WantedRow[]
>;
type Source = keyof typeof SOURCES;

function isSource(kind: string): kind is Source {
  return kind in SOURCES;
}

/** The whole northbound database as if it had just been inserted, in the order of insertion. */
function everything(nb: DatabaseView): ChangeSet {
  const changes: RowChange[] = [];
  for (const table of [SWITCH_TABLE, PORT_TABLE, ACL_TABLE]) {
    for (const [uuid, after] of nb.rows(table)) changes.push({ table, uuid, before: undefined, after });
  }
  return changes;
}
