/** What a verdict is made from. */
import type { Uuid } from '../base';
import type { Deployment } from './release';
import type { Names } from './names';
import type { Drop, LogicalStep, TraceStep } from './types';

/** A drop as far as it can be told; the rest is as for any drop. */
export type Reasoned = Pick<Drop, 'sentence'> & Partial<Pick<Drop, 'expected' | 'causes' | 'fixes'>>;

export interface VerdictContext {
  readonly deployment: Deployment;
  readonly names: Names;
  readonly steps: readonly TraceStep[];
  readonly logical: readonly LogicalStep[];
  readonly asks: LogicalQuestions;
}

/** What the logical half answers of a copy that a table dropped. */
export interface LogicalQuestions {
  /**
   * What the copy met instead, e.g. `eth.src is 00:00:00:00:00:99`: of the stage's rows that are there because of this
   * northbound row, the first clause about a symbol that begins so and that failed.
   */
  failedClause(table: TraceStep, logical: LogicalStep, northbound: Uuid, beginning: string): string | undefined;
  /** What the copy has in a field of the logical language, as a constant of it; undefined where it has no such field. */
  valueOf(table: TraceStep, logical: LogicalStep, symbol: string): string | undefined;
  /** Of a drop in a table that carries out no stage; undefined where nothing more is known than that it happened. */
  physicalDrop(context: VerdictContext, step: TraceStep, table: TraceStep): Reasoned | undefined;
}
