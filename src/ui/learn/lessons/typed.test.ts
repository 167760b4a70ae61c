/** Lessons whose steps are typed, each taken from its start to its end without a page: what they show does what they ask. */
import { describe, expect, it } from 'vitest';
import type { PaneId } from '../../state';
import { applyUpdate, emptyMirror } from '../../state/mirror';
import type { Mirror } from '../../state/mirror';
import { playerStore } from '../../state/player';
import { createSession } from '../../bridge/session';
import type { Deed } from '../deeds';
import type { Lesson, Seen } from '../lesson';
import { neutron } from './neutron';
import { neutronContainers } from './neutron-containers';
import { neutronSync } from './neutron-sync';
import { securityGroups } from './security-groups';
import { tenants } from './tenants';
import { unknown } from './unknown';
import { vifPlugged } from './vif-plugged';

const refuse = () => Promise.reject(new Error('not used here'));

/** What a step's check said before and after it was done. */
async function* taken({ scenario, steps }: Lesson) {
  if (typeof scenario !== 'string') throw new Error('It begins in a scenario of the gallery.');
  const session = createSession({ compression: { deflate: refuse, inflate: refuse } });
  let mirror: Mirror = emptyMirror;
  session.subscribe((update) => {
    mirror = applyUpdate(mirror, update);
  });
  await session.open({ kind: 'gallery', id: scenario });
  let player: Seen['player'] = { ...playerStore.getState(), trace: null };
  for (const { title, check, commands = [], show, prediction } of steps) {
    const deeds: readonly Deed[] = show ?? [{ do: 'run', lines: commands }];
    const panes = new Set<PaneId>();
    const ran: { line: string; stdout: string }[] = [];
    const seen = (): Seen => ({ mirror, pipeline: [], player, panes, ran });
    const before = check(seen());

    for (const deed of deeds) {
      if (deed.do === 'pane') panes.add(deed.pane);
      else if (deed.do === 'daemon') await session.setDaemon(deed.name, { status: deed.status });
      else {
        const { results, lines, sent } = await session.runScript(linesOf(deed), 'hv1');
        ran.push(...lines.map((line, index) => ({ line, stdout: results[index]?.stdout ?? '' })));
        if (sent) player = { ...player, trace: sent, stale: false };
      }
    }
    const after = check(seen());
    // What a lesson says of a question is what the network says of it.
    if (after === null && prediction?.found)
      expect([title, prediction.found(seen())]).toEqual([title, prediction.answer]);
    yield { title, before, after };
  }
}

function linesOf(deed: Deed): readonly string[] {
  if (deed.do !== 'run') throw new Error(`${deed.do} is not done here.`);
  return deed.lines;
}

describe.each([unknown, tenants, neutron, vifPlugged, neutronContainers, securityGroups, neutronSync])(
  '$title',
  (lesson) => {
    it('asks for what is not yet so, and shows what does it', async () => {
      for await (const { title, before, after } of taken(lesson)) {
        expect({ title, isOpen: before !== null, after }).toEqual({ title, isOpen: true, after: null });
      }
    });
  },
);
