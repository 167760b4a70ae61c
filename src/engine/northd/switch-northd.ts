/**
 * ovn-northd as both releases of 2015 have it: logical switches into Pipeline
 * rows and bindings, and chassis of bindings into `up`.
 *
 * Everything is derived from tracked reads, so there is one way through the code for the first run and for every later
 * one, and what a run costs is in proportion to what changed and to the switches that it concerns.
 */
import { isUuid, type LogRecord, type Progress, type Uuid, type Work } from '../base';
import { Graph, type Collection, type Source, type Value } from '../derive';
import { Stages, type LogicalFlowLayout, type Stage } from '../logical';
import { Bindings, type BindingEdits, type BindingLayout } from './bindings';
import type { Provenance } from './explanation';
import { PipelineTable, type WantedRow } from './pipeline';
import { northboundRow } from './references';
import { portComplaints, SWITCH_PIPELINE } from './stages-2015/switch-pipeline';
import type { SwitchDialect, SwitchStage } from './switch-stage';
import { PORT_TABLE, topology, type NorthboundLayout, type PlacedPort, type Topology } from './topology';
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

const ROWS: Progress = { what: 'ovn-northd', done: 0, total: null };

class SwitchNorthd implements NorthdCompiler {
  readonly #dialect: SwitchDialect;
  readonly #graph = new Graph();
  readonly #nb: Source = this.#graph.source();
  readonly #sb: Source = this.#graph.source();
  readonly #topology: Topology;
  readonly #pipeline: PipelineTable;
  readonly #bindings: Bindings;
  /** What is wrong with a port is told once, and again when it has changed. */
  readonly #complaints: { readonly syntax: LogRecord[]; readonly claims: LogRecord[] } = { syntax: [], claims: [] };

  constructor({ layout, flows, bindings, dialect }: SwitchNorthdOptions) {
    this.#dialect = dialect;
    this.#topology = topology(this.#graph, this.#nb, layout);
    this.#pipeline = new PipelineTable(flows);
    this.#compiles('switch', this.#topology.switches);
    this.#compiles('flood', this.#topology.switches);
    this.#compiles('port', this.#topology.ports, (port, uuid) => {
      if (port.claims > 1) this.#complaints.claims.push(claimedTwice(port, uuid));
    });
    this.#compiles('acl', this.#topology.acls);
    this.#graph.effect(this.#topology.portFacts, {
      run: (port) => {
        this.#complaints.syntax.push(...portComplaints(port));
        return 'settled';
      },
      gone: () => undefined,
    });
    this.#bindings = new Bindings(this.#graph, this.#nb, this.#sb, this.#topology, bindings);
  }

  *running(view: NorthdView, seen: NorthdSeen): Work<NorthdOutput> {
    const [nbSeen, sbSeen] = seen === 'all' ? ([seen, seen] as const) : [seen.nb, seen.sb];
    yield* this.#nb.observing(view.nb, nbSeen, ROWS);
    yield* this.#sb.observing(view.sb, sbSeen, ROWS);
    const asked: BindingEdits = { nb: [], sb: [], log: [] };
    const bindings: BindingEdits = { nb: asked.nb, sb: [], log: [] };
    this.#bindings.begin(view.sb, bindings);
    yield* this.#graph.updating(ROWS);
    yield* this.#pipeline.observing(view.sb, sbSeen);
    yield* this.#pipeline.asking(view.sb, asked.sb);
    for (const edit of bindings.sb) asked.sb.push(edit);
    asked.log.push(...this.#complaints.syntax.splice(0), ...this.#complaints.claims.splice(0), ...bindings.log);
    return asked;
  }

  provenance(row: Uuid): Provenance | undefined {
    return this.#pipeline.provenance(row, (source) => {
      const space = source.indexOf(' ');
      const [kind, key] = [source.slice(0, space), source.slice(space + 1)];
      return isSource(kind) ? SOURCES[kind](this.#dialect, this.#topology, key) : [];
    });
  }

  /** Each entry of a collection wants what its kind of source makes of it. */
  #compiles<K extends string, V extends Value>(
    kind: SourceKind,
    over: Collection<K, V>,
    complain?: (value: V, key: K) => void,
  ): void {
    this.#graph.effect(over, {
      run: (value, key) => {
        complain?.(value, key);
        this.#pipeline.want(`${kind} ${key}`, SOURCES[kind](this.#dialect, this.#topology, key));
        return 'settled';
      },
      gone: (key) => {
        this.#pipeline.want(`${kind} ${key}`, []);
      },
    });
  }
}

function claimedTwice({ facts }: PlacedPort, uuid: Uuid): LogRecord {
  return {
    level: 'WARN',
    module: 'ovn_northd',
    message: `${facts.name}: logical port is in several logical switches`,
    about: northboundRow(PORT_TABLE, uuid),
  };
}

/**
 * What wants rows, and which rows it wants now: none once it is gone. Of its switch a port or ACL needs the UUID only;
 * the name stands in reasons, which are made when they are asked for, so it is not noted as read.
 */
const SOURCES = {
  switch: (dialect, { switches }, key) => {
    const sw = isUuid(key) ? switches.get(key) : undefined;
    return sw === undefined ? [] : SWITCH_PIPELINE.flatMap(({ switchRows }) => switchRows?.(dialect, sw) ?? []);
  },
  flood: (dialect, { switches, flooded }, key) => {
    const sw = isUuid(key) ? switches.get(key) : undefined;
    if (sw === undefined) return [];
    const newestFirst = flooded
      .values(sw.ref.uuid)
      .map(({ facts }) => facts)
      .reverse();
    return SWITCH_PIPELINE.flatMap(({ floodRows }) => floodRows?.(dialect, sw, newestFirst) ?? []);
  },
  port: (dialect, { switches, ports }, key) => {
    const port = isUuid(key) ? ports.get(key) : undefined;
    const sw = port?.owner === undefined ? undefined : switches.peek(port.owner);
    if (port === undefined || sw === undefined) return [];
    return SWITCH_PIPELINE.flatMap(({ portRows }) => portRows?.(dialect, sw, port.facts) ?? []);
  },
  acl: (dialect, { switches, acls }, key) => {
    const acl = acls.get(key);
    const sw = acl === undefined ? undefined : switches.peek(acl.sw);
    if (acl === undefined || sw === undefined) return [];
    return SWITCH_PIPELINE.flatMap(({ aclRows }) => aclRows?.(dialect, sw, acl.facts) ?? []);
  },
} as const satisfies Record<string, (dialect: SwitchDialect, topology: Topology, key: string) => readonly WantedRow[]>;
type SourceKind = keyof typeof SOURCES;

function isSource(kind: string): kind is SourceKind {
  return kind in SOURCES;
}
