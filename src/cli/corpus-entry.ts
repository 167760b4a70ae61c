/** For tests: an entry of the corpus of links, and what a scenario that opens from it is compared by. */
import { uuidFromContent } from '../engine/base';
import { outcome } from '../engine/sim/testing';
import type { OpenedScenario } from '../engine/scenario';

export interface CorpusEntry {
  readonly name: string;
  readonly link: string;
  /** For a person who has to find out what became different. */
  readonly machines: readonly string[];
  readonly rows: Readonly<Record<string, number>>;
  readonly flows: number;
  readonly packets: number;
  /** Of all databases and flows, the seed and the chance that goes on. */
  readonly hash: string;
}

export function corpusEntry(name: string, link: string, { deployment, ...extras }: OpenedScenario): CorpusEntry {
  const { seed, chance, release } = deployment;
  const rows: Record<string, number> = {};
  for (const key of deployment.databases) {
    const database = deployment.database(key);
    let count = 0;
    for (const table of database?.schema.tables.keys() ?? []) count += database?.rows(table).size ?? 0;
    rows[key] = count;
  }
  let flows = 0;
  for (const { bridges } of deployment.machines.values())
    for (const bridge of bridges.values()) flows += bridge.flowCount;
  const state = {
    release: release.id,
    seed,
    chance,
    extras,
    daemons: standing(deployment.daemons),
    ...outcome(deployment, true, 'sorted'),
  };
  return {
    name,
    link,
    machines: [...deployment.machines.keys()],
    rows,
    flows,
    packets: extras.packets.length,
    hash: uuidFromContent(JSON.stringify(state)),
  };
}

function standing(daemons: OpenedScenario['deployment']['daemons']) {
  return daemons.map(({ name, status, delay }) => [name, status, delay]);
}

export function isCorpusEntry(value: unknown): value is CorpusEntry {
  return typeof value === 'object' && value !== null && 'name' in value && 'link' in value && 'hash' in value;
}
