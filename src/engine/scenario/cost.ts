/**
 * What opening a document would cost, from counting what it says, and how much of it
 * is done without asking. A link of some thousand characters can ask for hundreds of
 * hypervisors, each with a tunnel to every other, and so for minutes of work.
 */
import { ok } from '../base';
import type { Problem, Result } from '../base';
import type { ColumnValue } from '../ovsdb';
import type { ScenarioDocument } from './document';
import type { SavedTables } from './rows';

export interface ScenarioCost {
  readonly machines: number;
  /** In all databases, those included that daemons will make. */
  readonly rows: number;
  /** Tunnels on all machines together. */
  readonly tunnels: number;
  /** Runs of daemons until everything has settled. */
  readonly events: number;
  /** Flows on all switches together, at the least. */
  readonly flows: number;
}

/** What is opened without a question; each is a few seconds on an ordinary computer. */
export const COST_LIMITS: ScenarioCost = {
  machines: 1_000,
  rows: 400_000,
  tunnels: 20_000,
  events: 20_000,
  flows: 2_000_000,
};

const NAMES = {
  machines: 'machines',
  rows: 'rows',
  tunnels: 'tunnels',
  events: 'runs of daemons',
  flows: 'flows',
} satisfies Record<keyof ScenarioCost, string>;

/** A port of a logical switch has about so many rows in the Pipeline table, a switch has so many of its own. */
const ROWS_A_PORT = 4;
const ROWS_A_SWITCH = 8;

export function costOf(document: ScenarioDocument): ScenarioCost {
  const { northbound, southbound, standing } = document;
  const machines = document.machines.length;
  const configured = document.machines.filter(({ rows }) => rows.Open_vSwitch?.some(hasEncap) === true).length;
  const ports = northbound.Logical_Port?.length ?? 0;
  const switches = northbound.Logical_Switch?.length ?? 0;
  // Every machine with an encapsulation gets a tunnel to every chassis but its own.
  const chassis = Math.max(southbound.Chassis?.length ?? 0, configured);
  const tunnels = configured * Math.max(0, chassis - 1);
  const pipeline = Math.max(southbound.Pipeline?.length ?? 0, ROWS_A_PORT * ports + ROWS_A_SWITCH * switches);
  const local = document.machines.reduce((sum, { rows }) => sum + rowsOf(rows), 0);
  const made = standing === undefined ? pipeline + ports + 3 * tunnels : 0;
  return {
    machines,
    rows: rowsOf(northbound) + rowsOf(southbound) + local + made,
    tunnels,
    // Each run of a controller that starts wakes all the others, once for its registration and once for its claims.
    events: standing === undefined ? 8 * machines + 2 : standing.wakes.length + machines + 1,
    flows: machines * pipeline,
  };
}

/** A problem with the numbers where opening costs more than is done without asking. */
export function checkCost(cost: ScenarioCost, limits: ScenarioCost = COST_LIMITS): Result<void, TooCostly> {
  const over: string[] = [];
  for (const key of ['machines', 'rows', 'tunnels', 'events', 'flows'] as const) {
    if (cost[key] > limits[key]) over.push(`about ${cost[key].toLocaleString('en-US')} ${NAMES[key]}`);
  }
  if (over.length === 0) return ok(undefined);
  return {
    ok: false,
    error: {
      code: 'too-costly',
      message: `This scenario is very large: it has ${listed(over)}.`,
      hint: 'Opening it may take minutes and much memory. Open it all the same?',
      cost,
    },
  };
}

/** It can be asked for all the same. */
export interface TooCostly extends Problem {
  readonly cost: ScenarioCost;
}

function rowsOf(tables: SavedTables): number {
  return Object.values(tables).reduce((sum, rows) => sum + rows.length, 0);
}

function hasEncap([, { external_ids: ids }]: SavedTables[string][number]): boolean {
  return keysOf(ids).includes('ovn-encap-ip');
}

function keysOf(value: ColumnValue | undefined): readonly unknown[] {
  return typeof value === 'object' ? value.map((member) => (typeof member === 'object' ? member[0] : member)) : [];
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
