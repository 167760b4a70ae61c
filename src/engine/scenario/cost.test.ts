import { describe, expect, it } from 'vitest';
import { Deployment } from '../releases';
import { releaseById } from '../releases';
import { costOf, COST_LIMITS } from './cost';
import { exportScenario } from './export';
import { GALLERY, galleryScenario, gridPlan } from './gallery';
import { openScenario } from './open';
import { buildNetwork } from './plan';
import type { ScenarioDocument } from './document';

const article = galleryScenario('article')!;

/** The article's network with so many machines instead of its two. */
function withMachines(count: number): ScenarioDocument {
  const [machine] = article.machines;
  return { ...article, machines: Array.from({ length: count }, (_, n) => ({ ...machine!, name: `hv${n}` })) };
}

describe('what opening costs', () => {
  it('is told from counting: so many tunnels as each machine has to each other', () => {
    expect(costOf(withMachines(300))).toMatchObject({ machines: 300, tunnels: 300 * 299 });
  });

  it('is not less than what there is in the end', () => {
    const release = releaseById('2015-08')!;
    const deployment = new Deployment({ release, seed: 1 });
    expect(buildNetwork(deployment, gridPlan(4, 5, 6)).ok).toBe(true);
    const lean = exportScenario(deployment, { name: '', packets: [], positions: {} }, { shortest: true });
    const cost = costOf(lean);
    let [flows, rows] = [0, 0];
    for (const machine of deployment.machines.values()) flows += machine.bridges.get('br-int')!.flowCount;
    for (const key of deployment.databases) {
      const database = deployment.database(key)!;
      for (const table of database.schema.tables.keys()) rows += database.rows(table).size;
    }
    expect(lean.standing).toBeUndefined();
    expect(cost.tunnels).toBe(30);
    expect(cost.rows).toBeGreaterThan(rows / 2);
    expect(cost.rows).toBeLessThan(rows * 2);
    expect(cost.flows).toBeGreaterThan(flows / 2);
    expect(cost.flows).toBeLessThan(flows * 2);
  });

  it('is asked about where it is much, with the numbers, and goes on all the same where that is wanted', () => {
    const large = withMachines(COST_LIMITS.machines + 1);
    expect(openScenario(large)).toMatchObject({
      ok: false,
      error: {
        code: 'too-costly',
        message:
          'This scenario is very large: it has about 1,001 machines, about 3,011,033 rows and about 1,001,000 tunnels.',
        hint: 'Opening it may take minutes and much memory. Open it all the same?',
      },
    });
    const many = { ...article, northbound: { Logical_Switch: [] }, machines: [] };
    expect(openScenario(many, { evenIfCostly: true }).ok).toBe(true);
  });

  it.each(GALLERY)('is little for the gallery: $id', ({ id }) => {
    const cost = costOf(galleryScenario(id)!);
    for (const key of ['machines', 'rows', 'tunnels', 'events', 'flows'] as const) {
      expect(cost[key]).toBeLessThan(COST_LIMITS[key] / 4);
    }
  });
});
