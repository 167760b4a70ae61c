/** Deployments that doors begin with, and the promise that what is exported opens as the same. */
import {
  exportScenario,
  galleryScenario,
  openScenario,
  parseDocument,
  type ScenarioDocument,
} from '../../src/engine/scenario';
import { rowsEqual } from '../../src/engine/ovsdb';
import { formatFlow } from '../../src/engine/openflow';
import type { Deployment } from '../../src/engine/releases';
import { Broken, must, mustEqual } from '../door';

export const RELEASES = ['2015-04', '2015-08'] as const;

const opened = new Map<string, Deployment>();

export function galleryDocument(id: string, release: string): ScenarioDocument {
  const document = galleryScenario(id, release);
  if (document === undefined) throw new Error(`There is no scenario ${id} in ${release}.`);
  return document;
}

/** The article's network in a release, a copy each time, which cannot go back to before it was made. */
export function article(release: string): Deployment {
  let deployment = opened.get(release);
  if (deployment === undefined) {
    deployment = openedArticle(release);
    opened.set(release, deployment);
  }
  return deployment.copy();
}

/** The same with a past of its own. */
export function openedArticle(release: string): Deployment {
  const scenario = openScenario(galleryDocument('article', release));
  if (!scenario.ok) throw new Error(scenario.error.message);
  return scenario.value.deployment;
}

/** Export, as text, read, open: the same rows and flows, and the same document once more. */
export function opensAsTheSame(deployment: Deployment): void {
  const extras = { name: 'fuzz', packets: [], positions: {} };
  const text = JSON.stringify(exportScenario(deployment, extras));
  const read = parseDocument(text);
  if (!read.ok) throw new Broken(`the exported document is refused: ${read.error.message}`);
  const again = openScenario(read.value);
  if (!again.ok) throw new Broken(`the exported document does not open: ${again.error.message}`);
  const other = again.value.deployment;
  for (const key of deployment.databases) {
    const [ours, theirs] = [deployment.database(key), other.database(key)];
    if (ours === undefined || theirs === undefined) throw new Broken(`${key} is gone`);
    for (const table of ours.schema.tables.keys()) {
      const [left, right] = [ours.rows(table), theirs.rows(table)];
      must(left.size === right.size, `${key} ${table}: ${left.size} rows became ${right.size}`);
      for (const [uuid, row] of left)
        must(rowsEqual(row, right.get(uuid)), `${key} ${table}: row ${uuid} became another`);
    }
  }
  for (const [name, machine] of deployment.machines) {
    for (const [bridge, { flows }] of machine.bridges) {
      const delta = other.machines
        .get(name)
        ?.bridges.get(bridge)
        ?.differences(Array.from(flows, ({ given }) => given));
      if (delta === undefined) throw new Broken(`${bridge} of ${name} is gone`);
      const [added] = delta.added;
      const [removed] = delta.removed;
      if (added) throw new Broken(`a flow of ${bridge} of ${name} is gone:${formatFlow(added)}`);
      if (removed) throw new Broken(`${bridge} of ${name} has a flow more:${formatFlow(removed)}`);
    }
  }
  mustEqual(text, JSON.stringify(exportScenario(other, extras)), 'the document');
}
