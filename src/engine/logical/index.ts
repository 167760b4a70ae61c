/**
 * The vocabulary of logical networks: kinds of datapath, stages, logical flows as
 * rows, the OpenFlow tables and registers that carry them. A release is made of
 * such values; northd, controller, traces and pages ask them and know no number
 * and no name of a column by themselves.
 *
 * Invariants: of a kind of datapath, a direction and a number there is at most
 * one stage; no OpenFlow table has two meanings; what `read` takes off a row
 * `write` puts back.
 *
 * Simplified: every logical flow belongs to one datapath, as in 2015.
 */
export { Stages, stageTitle } from './stage';
export type { DatapathKind, Direction, Stage } from './stage';
export { logicalFlowLayout } from './logical-flow';
export type { LogicalFlow, LogicalFlowColumns, LogicalFlowContents, LogicalFlowLayout } from './logical-flow';
export { TableMap } from './table-map';
export type { LogicalTable, PhysicalTable, TableRange, TableRanges } from './table-map';
export { tableTitles } from './table-titles';
export type { TableTitle } from './table-titles';
export type { RegisterMap, RegisterMeaning } from './register-map';
export type { LogicalVocabulary } from './vocabulary';
