/**
 * Rows stay in the worker until they are shown. The page is told how many there
 * are and that they changed, and asks for the ones that a pane shows.
 */
import type { RowRef, Uuid } from '../../engine/base';
import type { ActionDocument } from '../../engine/actions';
import type { Direction, Stage } from '../../engine/logical';
import type { Provenance } from '../../engine/northd';
import type { RowChange } from '../../engine/ovsdb';
import type { DatabaseKey, FlowView, HistoryView, LogView, PipelineRowView, RowView } from './shown';

/** Which items of a list: `count` from `start` on, counted from 0. */
export interface Range {
  readonly start: number;
  readonly count: number;
}

/** A part of a list, and how long the list is. */
export interface Part<T> {
  readonly start: number;
  readonly total: number;
  readonly items: readonly T[];
}

/** One row of a table; `touched` when the last thing that happened changed it. */
export interface ShownRow<T> {
  readonly value: T;
  readonly touched: boolean;
}

/** Rows under headings. */
export type GroupedItem<H, T> =
  { readonly kind: 'group'; readonly head: H } | ({ readonly kind: 'row'; readonly head: H } & ShownRow<T>);

export interface PipelineHead {
  readonly datapath: Uuid;
  readonly datapathName: string;
  /** Its place among the switches; -1 when there is no such switch. */
  readonly datapathIndex: number;
  readonly direction: Direction;
  readonly tableId: number;
  /** The name of its stage, and what it does; null for a table that no stage fills. */
  readonly stage: string | null;
  readonly stageText: string | null;
}

export interface FlowHead {
  readonly table: number;
}

/** `filter` keeps rows in whose match or actions it occurs; '' keeps all. */
export interface PipelineQuestion {
  /** Null for all switches. */
  readonly datapath: Uuid | null;
  readonly filter: string;
}

export interface FlowQuestion {
  readonly machine: string;
  readonly filter: string;
}

/** A row with the name that a person knows it by; null when it has none, or is gone. */
export interface NamedRef extends RowRef {
  readonly name: string | null;
}

/** A Pipeline row with why it is there. */
export interface PipelineDetail {
  readonly row: PipelineRowView;
  /** What its stage does; null for a table that no stage fills. */
  readonly stageText: string | null;
  /** What its actions do, each kind once. */
  readonly actions: readonly ActionDocument[];
  readonly provenance: Provenance | null;
  /** The rows that it was made of: the first of them, and how many there are. */
  readonly madeOf: readonly NamedRef[];
  readonly madeOfCount: number;
}

/** The words that logical flows of the open release are made of. */
export interface Vocabulary {
  readonly stages: readonly Stage[];
  readonly actions: readonly ActionDocument[];
}

/** How many flows a machine has from a row, and the first of them. */
export interface Became {
  readonly machine: string;
  readonly count: number;
  readonly flows: readonly FlowView[];
}

/** An entry of the history as the list shows it. */
export interface HistoryLine {
  readonly index: number;
  readonly time: number;
  readonly who: string;
  readonly label: string;
  readonly rows: number;
  readonly flowsAdded: number;
  readonly flowsRemoved: number;
}

export interface HistoryQuestion {
  /** A daemon's name, or `user`; empty for all. */
  readonly daemon: string;
  /** Folds what daemons did when they found nothing to change. */
  readonly changing: boolean;
}

/** An entry, or several in a row that changed nothing. */
export type HistoryItem =
  | { readonly kind: 'entry'; readonly line: HistoryLine }
  | { readonly kind: 'quiet'; readonly first: number; readonly last: number; readonly count: number };

/** An entry in full, long lists cut: `count` says how long they are. */
export interface HistoryDetail extends HistoryView {
  readonly changes: readonly {
    readonly db: DatabaseKey;
    readonly changes: readonly RowChange[];
    readonly count: number;
  }[];
  readonly flows: readonly {
    readonly machine: string;
    readonly added: readonly FlowView[];
    readonly addedCount: number;
    readonly removed: readonly FlowView[];
    readonly removedCount: number;
  }[];
}

export interface LogQuestion {
  /** A daemon's name; empty for all. */
  readonly daemon: string;
  /** This level and all graver ones. */
  readonly level: LogView['level'];
  /** In the module or the message, whatever the case. */
  readonly text: string;
}

/** A line of the log, with the name of the row that it is about. */
export interface LogLine extends Omit<LogView, 'about'> {
  readonly about: NamedRef | null;
}

export interface WindowsApi {
  /** Oldest first; with `filter`, those that have it in a cell or in their UUID, whatever the case. */
  readonly tableRows: (db: DatabaseKey, table: string, range: Range, filter?: string) => Part<ShownRow<RowView>>;
  readonly pipelineRows: (question: PipelineQuestion, range: Range) => Part<GroupedItem<PipelineHead, PipelineRowView>>;
  /** Where a row stands in the list; -1 when it does not. */
  readonly pipelinePlace: (question: PipelineQuestion, row: Uuid) => number;
  readonly flowRows: (question: FlowQuestion, range: Range) => Part<GroupedItem<FlowHead, FlowView>>;
  readonly flowPlace: (question: FlowQuestion, id: string) => number;
  readonly historyLines: (question: HistoryQuestion, range: Range) => Part<HistoryItem>;
  /** The item with entry `index`, or the last one before it; -1 when there is none. */
  readonly historyPlace: (question: HistoryQuestion, index: number) => number;
  readonly historyEntry: (index: number) => HistoryDetail | null;
  readonly logLines: (question: LogQuestion, range: Range) => Part<LogLine>;
  /** The newest lines of one daemon. */
  readonly logEnd: (daemon: string, count: number) => readonly LogLine[];
  /** The daemons that have lines in the log. */
  readonly logDaemons: () => readonly string[];
  /** The entity itself and everything that exists because of it, or that it exists because of. */
  readonly related: (key: string) => readonly string[];
  /** `db` is a database's plain name: rows of machines are looked for on all of them. */
  readonly row: (db: string, uuid: Uuid) => { readonly table: string; readonly row: RowView } | null;
  /** Rows of all databases whose UUID begins so, the first some dozens. */
  readonly rowsByUuid: (
    prefix: string,
  ) => readonly { readonly db: DatabaseKey; readonly table: string; readonly uuid: Uuid }[];
  readonly pipelineRow: (uuid: Uuid) => PipelineRowView | null;
  readonly vocabulary: () => Vocabulary;
  readonly pipelineDetail: (uuid: Uuid) => PipelineDetail | null;
  /** The flows that were made from a southbound row, for each machine. */
  readonly flowsOfRow: (uuid: Uuid) => readonly Became[];
  /** The Pipeline rows that exist because of a northbound row. */
  readonly rowsMadeOf: (uuid: Uuid) => readonly PipelineRowView[];
  readonly flow: (machine: string, id: string) => FlowView | null;
}
