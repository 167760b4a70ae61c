import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RELEASES, type Release, Deployment } from '../releases';
import { happen, NAMES, TRAVELS } from './happenings';
import type { Happening } from './happenings';
import { snapshot } from './testing';

const happening = fc.tuple(fc.constantFrom(...NAMES), fc.nat(1000), fc.nat(1000));
const RUNS = Number(process.env.SIM_RUNS ?? 20);

/** What a person does: something, mostly left to settle, and now and then taken back and done again. */
const act = fc.record({
  what: happening.filter(([name]) => !TRAVELS.has(name)),
  settles: fc.integer({ min: 0, max: 9 }).map((n) => n > 1),
  travels: fc.constantFrom('', '', 'u', 'uu', 'ur', 'uur', 'urur', 'uuurr'),
});

describe.each(RELEASES)('undo and redo in a deployment of $id', (release) => {
  it('leaves daemons with what fresh ones would find, whatever comes after it', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 30 }), (acts) => {
        const [d, twin] = [start(release), start(release)];
        for (const { what, settles, travels } of acts) {
          for (const each of [d, twin]) {
            happen(each, what);
            if (settles) each.settle();
          }
          for (const travel of travels) {
            if (travel === 'u') d.undo();
            else d.redo();
            // Going somewhere drops all programs.
            twin.goTo(d.position);
          }
          expect(stateOf(d)).toEqual(stateOf(twin));
        }
        for (const each of [d, twin]) each.settle();
        expect(stateOf(d)).toEqual(stateOf(twin));
      }),
      { numRuns: RUNS },
    );
  });
});

/** A daemon that goes on may say again what a fresh one knows to have been said. */
function stateOf(d: Deployment): unknown {
  return { ...snapshot(d), log: new Set(d.log.map(({ daemon, message }) => `${daemon} ${message}`)) };
}

function start(release: Release): Deployment {
  const d = new Deployment({ release, seed: 1 });
  const beginning: readonly Happening[] = [
    ['addMachine', 0, 1],
    ['addMachine', 1, 1],
    ['addSwitch', 0, 0],
    ['addPort', 0, 1],
    ['addPort', 0, 2],
    ['plug', 0, 1],
    ['plug', 1, 2],
  ];
  for (const each of beginning) happen(d, each);
  d.settle();
  return d;
}
