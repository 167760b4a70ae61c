/** Documents of scenarios, damaged in their structure and as text. */
import { GALLERY, openScenario, parseDocument } from '../../src/engine/scenario';
import type { Door, Visit } from '../door';
import { drawn } from '../grammars/values';
import { mutateJson, mutateText, readJson } from '../mutate';
import { once } from '../recordings';
import { galleryDocument, opensAsTheSame, RELEASES } from './deployments';

/** The small ones of the gallery, so that opening one is quick. */
export const DOCUMENTS = once(() =>
  GALLERY.filter(({ plan, commands }) => plan.ports.length <= 6 && commands === undefined).flatMap(({ id }) =>
    RELEASES.map((release) => JSON.stringify(galleryDocument(id, release))),
  ),
);

export const scenarioJson: Door = {
  id: 'scenario-json',
  title: 'scenario JSON, structural',
  form: 'json',
  span: 1,
  cost: 60,
  setups: [''],
  draw: (chance, pool) => {
    const base = pool.length > 0 && chance.oneIn(3) ? chance.pick(pool) : chance.pick(DOCUMENTS());
    return JSON.stringify(mutateJson(readJson(base), chance));
  },
  open: () => visit,
};

export const scenarioText: Door = {
  id: 'scenario-text',
  title: 'scenario JSON, textual',
  form: 'text',
  span: 1,
  cost: 20,
  setups: [''],
  draw: (chance, pool) => {
    const change = (text: string) => mutateText(text, DOCUMENTS(), chance);
    return drawn(chance, DOCUMENTS(), pool, () => change(chance.pick(DOCUMENTS())), change);
  },
  open: () => visit,
};

const visit: Visit = {
  feed(text) {
    const read = parseDocument(text);
    if (!read.ok) return shapeOf(read.error.message);
    const opened = openScenario(read.value);
    if (!opened.ok) return `does not open: ${shapeOf(opened.error.message)}`;
    opensAsTheSame(opened.value.deployment);
    return 'opens';
  },
};

function shapeOf(message: string): string {
  return message
    .replace(/["“].*?["”]/g, '_')
    .replace(/\S*\d\S*/g, '_')
    .slice(0, 60);
}
