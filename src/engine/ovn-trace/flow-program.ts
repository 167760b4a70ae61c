/** A logical flow as a program: its match and actions, compiled when a packet first needs them. */
import { parseTodayActions, type ActionLanguage, type ReadingContext, type TodayAction } from '../actions';
import { ok, type Result } from '../base';
import { annotate, combine, lex, parse, type ConstantSets, type Expr, type SymbolTable } from '../match';
import type { Direction } from '../logical';

/** A row of Logical_Flow, whatever datapaths it belongs to. */
export interface LogicalFlowRow {
  readonly uuid: string;
  readonly direction: Direction;
  readonly table: number;
  readonly priority: number;
  readonly match: string;
  readonly actions: string;
  /** `external_ids:stage-name`. */
  readonly stage: string | undefined;
  /** `external_ids:source`: the line of northd's source that made it. */
  readonly source: string | undefined;
  /** `external_ids:stage-hint`: the first 32 bits of the UUID of the northbound row behind it. */
  readonly hint: string | undefined;
}

/** What a flow says; both languages are those of the release whose database it is. */
export interface FlowMeaning {
  /** Over fields only, with the prerequisites of match and actions. */
  readonly expr: Expr;
  /** None means drop. */
  readonly actions: readonly TodayAction[];
}

export interface FlowLanguage {
  readonly symbols: SymbolTable;
  readonly sets: ConstantSets;
  readonly actions: ActionLanguage;
  readonly dhcp: ReadingContext['dhcp'];
}

export class FlowProgram {
  readonly row: LogicalFlowRow;
  readonly #language: FlowLanguage;
  #compiled: Result<FlowMeaning> | undefined;

  constructor(row: LogicalFlowRow, language: FlowLanguage) {
    this.row = row;
    this.#language = language;
  }

  /** Fails where match or actions are of another language; no packet meets such a flow. */
  get compiled(): Result<FlowMeaning> {
    return (this.#compiled ??= compile(this.row, this.#language));
  }

  get meaning(): FlowMeaning | undefined {
    const { compiled } = this;
    return compiled.ok ? compiled.value : undefined;
  }
}

function compile(row: LogicalFlowRow, { symbols, sets, actions: language, dhcp }: FlowLanguage): Result<FlowMeaning> {
  const parsed = parse(row.match, lex(row.match), symbols, sets);
  if (!parsed.ok) return parsed;
  const { direction: pipeline, table } = row;
  const steps = parseTodayActions(row.actions, { language, symbols, pipeline, table, dhcp });
  if (!steps.ok) return steps;
  const { prerequisites } = steps.value;
  const whole =
    prerequisites === undefined ? parsed.value : combine('and', parsed.value, prerequisites, parsed.value.origin);
  const annotated = annotate(whole, symbols);
  if (!annotated.ok) return annotated;
  return ok({ expr: annotated.value, actions: steps.value.actions });
}
