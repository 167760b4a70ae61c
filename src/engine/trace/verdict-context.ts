/** What a verdict is made from. */
import type { Deployment } from './release';
import type { LogicalRows } from './logical-rows';
import type { Names } from './names';
import type { LogicalStep, TraceStep } from './types';

export interface VerdictContext {
  readonly deployment: Deployment;
  readonly names: Names;
  readonly rows: LogicalRows;
  readonly steps: readonly TraceStep[];
  readonly logical: readonly LogicalStep[];
}
