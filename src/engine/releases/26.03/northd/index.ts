/**
 * ovn-northd of OVN 26.03: what it makes of a northbound database, in every
 * southbound table, and what it writes back.
 *
 * - `facts/` has what rules read, one file a subject; `network.ts` puts it together.
 * - `switch/` and `router/` have the stages of the two kinds of pipeline, a file a
 *   stage or family of stages: pure functions from a subject to the flows it wants.
 * - `tables/` keeps the southbound tables, one file each; the flows of all subjects
 *   meet in `tables/logical-flow.ts`.
 *
 * Invariants: everything is on tracked reads, so that a run after changes ends where
 * a fresh start ends, but for tunnel keys; a run after a run whose edits were
 * committed asks for nothing.
 *
 * Simplified: network functions, EVPN, dynamic routing and interconnection are not compiled; stale rows that controllers learnt stay.
 */
import { Stages } from '../../../logical';
import type { Explain, NorthdRules, StageDrops } from '../../../northd';
import { Northd2603 } from './compiler';
import { stageTextOf } from '../stage-texts';
import { ROUTER_RULES } from './router';
import { STAGES } from './stages';
import { SWITCH_RULES } from './switch';

/** Told by the names of rules, which a row's reason has with its stage before it. */
const DROPS: ReadonlyMap<string, StageDrops> = new Map(
  Object.keys(STAGES).map((stage) => [stage, { byRule: Object.fromEntries(explanationsOf(stage)) }] as const),
);

function explanationsOf(stage: string): readonly (readonly [string, Explain])[] {
  return [...SWITCH_RULES, ...ROUTER_RULES].flatMap(({ drops = {} }) =>
    Object.entries(drops)
      .filter(([name]) => name === stage)
      .flatMap(([, rules]) => Object.entries(rules).map(([rule, explain]) => [`${stage} ${rule}`, explain] as const)),
  );
}

export const NORTHD_RULES: NorthdRules = {
  compiler: () => new Northd2603(),
  stages: new Stages(
    Object.entries(STAGES).map(([name, place]) => ({ ...place, name, text: stageTextOf(name)?.does ?? name })),
  ),
  drops: ({ name }) => DROPS.get(name),
};
