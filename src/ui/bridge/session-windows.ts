/** The session's answers about rows, flows, history and log: what a pane shows, and no more. */
import { actionsExplained, documentedActions } from '../../engine/trace';
import type { Deployment } from '../../engine/releases';
import { getString } from '../../engine/ovsdb';
import type { LogEntry } from '../../engine/sim';
import type { FlowView, PipelineRowView, RowRef, RowView, Uuid } from './protocol';
import { historyItem, historyItems, historyPlace } from './history-items';
import { logFilter } from './log-filter';
import type { SessionCore } from './session-core';
import type { UpdateBuilder } from './update-builder';
import { flowId, flowView, historyDetail, pipelineRowView, rowView } from './views';
import type { FlowQuestion, LogLine, NamedRef, Part, Range, WindowsApi } from './windows-protocol';

interface Open {
  readonly deployment: Deployment;
  readonly builder: UpdateBuilder;
}

/** No pane shows more at once. */
const LONGEST = 2_000;
/** Rows that a row was made of, and flows that it became on a machine, are told up to here. */
const MOST_NAMED = 100;
const MOST_FLOWS = 8;
/** Rows that begin with the same characters. */
const MOST_FOUND = 30;

const NOTHING = { start: 0, total: 0, items: [] };

/** Where a question meets a mistake of ours, there is nothing to show, and the mistake is told. */
export function sessionWindows(core: SessionCore): WindowsApi {
  const windows = windowsOf(() => core.open);
  const guarded =
    <A extends readonly unknown[], R>(words: string, answer: (...args: A) => R, nothing: R) =>
    (...args: A): R =>
      core.read(
        words,
        () => answer(...args),
        () => nothing,
      );
  return {
    tableRows: guarded('show a table', windows.tableRows, NOTHING),
    pipelineRows: guarded('show logical flows', windows.pipelineRows, NOTHING),
    pipelinePlace: guarded('find a logical flow', windows.pipelinePlace, -1),
    flowRows: guarded('show flows', windows.flowRows, NOTHING),
    flowPlace: guarded('find a flow', windows.flowPlace, -1),
    historyLines: guarded('show the history', windows.historyLines, NOTHING),
    historyPlace: guarded('show the history', windows.historyPlace, -1),
    historyEntry: guarded('show an entry of the history', windows.historyEntry, null),
    logLines: guarded('show the log', windows.logLines, NOTHING),
    logEnd: guarded('show the log', windows.logEnd, []),
    logDaemons: guarded('show the log', windows.logDaemons, []),
    related: guarded('light up what belongs together', windows.related, []),
    row: guarded('show a row', windows.row, null),
    rowsByUuid: guarded('find a row', windows.rowsByUuid, []),
    pipelineRow: guarded('show a logical flow', windows.pipelineRow, null),
    vocabulary: guarded('list stages and actions', windows.vocabulary, { stages: [], actions: [] }),
    pipelineDetail: guarded('explain a logical flow', windows.pipelineDetail, null),
    flowsOfRow: guarded('show the flows of a row', windows.flowsOfRow, []),
    rowsMadeOf: guarded('show what became of a row', windows.rowsMadeOf, []),
    flow: guarded('show a flow', windows.flow, null),
  };
}

export function windowsOf(opened: () => Open): WindowsApi {
  const shownFlow = ({ deployment }: Open, machine: string, flow: Parameters<typeof flowView>[1]): FlowView =>
    flowView(deployment.release, flow, deployment.flowCount(machine, flow));
  const shownRow = ({ deployment }: Open, uuid: Uuid): PipelineRowView | undefined => {
    const row = deployment.sb.row(deployment.release.logical.flows.table, uuid);
    return row && pipelineRowView(deployment, row);
  };
  return {
    tableRows(db, table, range, filter = '') {
      const { deployment, builder } = opened();
      const database = deployment.database(db);
      const { touched } = builder.lists;
      const view = (uuid: Uuid) => {
        const row = database?.row(table, uuid);
        if (database === undefined || row === undefined) throw new Error(`${table} has lost a row.`);
        return rowView(database, table, row);
      };
      const all = builder.lists.table(db, table);
      const wanted = filter.toLowerCase();
      const list = wanted === '' ? all : all.filter((uuid) => hasText(view(uuid), wanted));
      return part(list, range, (uuid) => ({ value: view(uuid), touched: touched.rows.has(uuid) }));
    },
    pipelineRows(question, range) {
      const { deployment, builder } = opened();
      const { touched } = builder.lists;
      return part(builder.lists.pipeline(question), range, ({ head, value }) =>
        value === undefined
          ? { kind: 'group', head }
          : { kind: 'row', head, value: pipelineRowView(deployment, value), touched: touched.rows.has(value._uuid) },
      );
    },
    pipelinePlace: (question, row) =>
      opened()
        .builder.lists.pipeline(question)
        .findIndex(({ value }) => value?._uuid === row),
    flowRows(question, range) {
      const { deployment, builder } = opened();
      const { touched } = builder.lists;
      return part(builder.lists.flows(question), range, ({ head, value }) => {
        if (value === undefined) return { kind: 'group', head };
        const view = flowView(deployment.release, value.given, value);
        const wasTouched = touched.flows.has(value.given) || touched.counted.has(`${question.machine} ${view.id}`);
        return { kind: 'row', head, value: view, touched: wasTouched };
      });
    },
    flowPlace: (question: FlowQuestion, id) =>
      opened()
        .builder.lists.flows(question)
        .findIndex(({ value }) => value !== undefined && flowId(value.given) === id),
    historyLines: (question, range) =>
      part(historyItems(opened().deployment.history, question), range, (entries) => historyItem(entries, question)),
    historyPlace: (question, index) => historyPlace(historyItems(opened().deployment.history, question), index),
    historyEntry(index) {
      const { deployment } = opened();
      const entry = deployment.history[index - 1];
      return entry === undefined ? null : historyDetail(deployment.release, entry);
    },
    logLines(question, range) {
      const { deployment } = opened();
      const wanted = logFilter(question);
      const lines = deployment.log.flatMap((line, seq) => (wanted(line) ? [{ line, seq }] : []));
      return part(lines, range, ({ line, seq }) => logLine(deployment, line, seq));
    },
    logEnd(daemon, count) {
      const { deployment } = opened();
      const { log } = deployment;
      const lines: LogLine[] = [];
      for (let seq = log.length - 1; seq >= 0 && lines.length < count; seq--) {
        const line = log[seq];
        if (line?.daemon === daemon) lines.push(logLine(deployment, line, seq));
      }
      return lines.reverse();
    },
    logDaemons: () => Array.from(new Set(opened().deployment.log.map(({ daemon }) => daemon))),
    related: (key) => opened().builder.relations.related(key),
    row(db, uuid) {
      const { deployment } = opened();
      for (const key of deployment.databases) {
        if (key !== db && !key.startsWith(`${db}@`)) continue;
        const database = deployment.database(key);
        for (const table of database?.schema.tables.keys() ?? []) {
          const row = database?.row(table, uuid);
          if (database && row) return { table, row: rowView(database, table, row) };
        }
      }
      return null;
    },
    rowsByUuid(prefix) {
      const { deployment } = opened();
      const found: { db: string; table: string; uuid: Uuid }[] = [];
      for (const db of deployment.databases) {
        const database = deployment.database(db);
        for (const table of database?.schema.tables.keys() ?? []) {
          for (const { _uuid: uuid } of database?.rows(table).values() ?? []) {
            if (uuid.startsWith(prefix)) found.push({ db, table, uuid });
            if (found.length >= MOST_FOUND) return found;
          }
        }
      }
      return found;
    },
    pipelineRow: (uuid) => shownRow(opened(), uuid) ?? null,
    vocabulary() {
      const { release } = opened().deployment;
      return { stages: release.stages.all, actions: documentedActions(release) };
    },
    pipelineDetail(uuid) {
      const open = opened();
      const { deployment } = open;
      const row = shownRow(open, uuid);
      if (row === undefined) return null;
      const provenance = deployment.provenance(uuid) ?? null;
      const madeOf = provenance?.nb ?? [];
      const { release } = deployment;
      const { logical, stages } = release;
      const stored = deployment.sb.row(logical.flows.table, uuid);
      const direction = stored && logical.flows.directionOf(stored);
      const stage = direction && stages.find(logical.kindOf(row.datapath, deployment.sb), direction, row.tableId);
      return {
        row,
        stageText: stage?.text ?? null,
        actions: actionsExplained(release, {
          actions: row.actions,
          direction: direction ?? 'ingress',
          table: row.tableId,
        }),
        provenance,
        madeOf: madeOf.slice(0, MOST_NAMED).map((ref) => named(deployment, ref)),
        madeOfCount: madeOf.length,
      };
    },
    flowsOfRow(uuid) {
      const open = opened();
      const { deployment, builder } = open;
      const became = new Map<string, { machine: string; count: number; flows: FlowView[] }>();
      for (const machine of deployment.machines.keys()) became.set(machine, { machine, count: 0, flows: [] });
      for (const { machine, flow } of builder.relations.flowsFrom(new Set([uuid]))) {
        const own = became.get(machine);
        if (own === undefined) continue;
        own.count += 1;
        if (own.flows.length < MOST_FLOWS) own.flows.push(shownFlow(open, machine, flow));
      }
      return Array.from(became.values());
    },
    rowsMadeOf(uuid) {
      const open = opened();
      return open.builder.relations.madeOf(uuid).flatMap((made) => shownRow(open, made) ?? []);
    },
    flow(machine, id) {
      const open = opened();
      const flow = open.builder.relations.flowNamed(machine, id);
      return flow === undefined ? null : flowView(open.deployment.release, flow.given, flow.stats);
    },
  };
}

function part<S, T>(all: readonly S[], { start, count }: Range, view: (one: S) => T): Part<T> {
  const first = Math.max(0, Math.min(start, all.length));
  return { start: first, total: all.length, items: all.slice(first, first + Math.min(count, LONGEST)).map(view) };
}

function logLine(deployment: Deployment, line: LogEntry, seq: number): LogLine {
  const { time, daemon, level, module, message, about } = line;
  return { seq, time, daemon, level, module, message, about: about === undefined ? null : named(deployment, about) };
}

/** A row of a machine goes by its database's plain name too; it is named where it can be found. */
function named(deployment: Deployment, ref: RowRef): NamedRef {
  const row = deployment.database(ref.db)?.row(ref.table, ref.uuid);
  const columns = row === undefined ? [] : ['name', 'logical_port'].filter((column) => typeof row[column] === 'string');
  const [column] = columns;
  const name = row === undefined || column === undefined ? '' : getString(row, column);
  return { ...ref, name: name === '' ? null : name };
}

function hasText({ uuid, cells }: RowView, text: string): boolean {
  return uuid.includes(text) || Object.values(cells).some((cell) => cell.toLowerCase().includes(text));
}
