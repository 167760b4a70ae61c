/** The calls about all that is kept: the list, and what is done with entries that are not open. */
import { err, ok } from '../../engine/base';
import type { Result } from '../../engine/base';
import { beginning, documentText, exportScenario, parseDocument } from '../../engine/scenario';
import type { EntryRecord, Keeper } from '../keeping';
import { readAbout } from './about';
import { compareScenarios } from './compare-kept';
import { actionsAfter, isReadable, missing, PATIENCE, unreadable } from './kept-states';
import { openOf } from './open-scenario';
import type { Open } from './open-scenario';
import type { EngineApi, KeptEntry } from './protocol';
import { replay } from './replay';
import type { SessionCore } from './session-core';

type Library = Pick<
  EngineApi,
  'kept' | 'keptFile' | 'keptDocument' | 'renameKept' | 'duplicateKept' | 'setKeptDeleted' | 'compareKept'
>;

export function sessionLibrary(core: SessionCore, keeper: Keeper | undefined): Library {
  /** Asks the store within bounds; what fails is a problem. */
  const asking = async <T>(question: (keeper: Keeper) => Promise<Result<T>>): Promise<Result<T>> => {
    if (keeper === undefined) return err(missing());
    try {
      return await keeper.ask(question(keeper), PATIENCE);
    } catch {
      return err({ code: 'not-kept', message: 'What is kept in this browser cannot be reached just now.' });
    }
  };

  const changing = (id: string, change: (keeper: Keeper) => Promise<boolean>): Promise<Result<void>> =>
    asking(async (kept) => {
      const held = await kept.heldEntries().catch(() => new Set<string>());
      if (held.has(id)) return err({ code: 'open', message: 'It is open: here, or in another tab.' });
      const there = await change(kept);
      kept.listChanged(id);
      return there ? ok(undefined) : err(missing());
    });

  /** An entry as it is now: what is open here, or its newest readable state with what was done after it. */
  const nowOf = async (id: string): Promise<Result<Open>> => {
    if (keeper?.status.entry === id) return ok(core.open);
    const kept = await keeper?.ask(keeper.store.read(id), PATIENCE);
    const state = kept?.entry.states.filter((one) => !one.crossed && isReadable(one)).at(-1);
    if (keeper === undefined || kept === undefined || state === undefined) return err(missing());
    const text = await keeper.ask(keeper.store.text(id, state.id), PATIENCE);
    const document = text === undefined ? err(missing()) : parseDocument(text);
    if (!document.ok) return document;
    const begun = await core.drive(beginning(document.value, { evenIfCostly: true }));
    if (!begun.ok) return begun;
    const open = openOf(begun.value.scenario, text);
    const settled = await core.drive(begun.value.rest);
    if (!settled.ok) return settled;
    await core.drive(replay(open, actionsAfter(kept, state), state.position, [], () => undefined));
    open.scenario = { ...open.scenario, name: kept.entry.name };
    return ok(open);
  };

  /** One after the other with everything else that takes long. */
  const inTurn = <T>(words: string, body: () => Promise<Result<T>>): Promise<Result<T>> =>
    core.enqueue(async () => {
      try {
        return await body();
      } catch (thrown) {
        return err(core.mistake(words, thrown, { answered: true, fatal: false }));
      }
    });

  return {
    async kept() {
      if (keeper === undefined) return [];
      const entries = await keeper.ask(keeper.store.entries(), PATIENCE).catch(unreadable(keeper));
      const held = await keeper.heldEntries().catch(() => new Set<string>());
      const { entry: ours, elsewhere } = keeper.status;
      return entries
        .filter((entry) => isWorthShowing(entry) || entry.id === ours)
        .map((entry) =>
          keptEntry(entry, entry.id === ours && !elsewhere ? 'here' : held.has(entry.id) ? 'elsewhere' : null),
        );
    },
    keptDocument: (id) =>
      inTurn('write a scenario as a file', async () => {
        const open = await nowOf(id);
        return open.ok ? ok(documentText(exportScenario(open.value.deployment, open.value.scenario))) : open;
      }),
    renameKept: (id, name) => changing(id, (kept) => kept.store.rename(id, name, kept.writer)),
    duplicateKept: (id) =>
      asking(async (kept) => {
        const from = (await kept.store.read(id))?.entry;
        if (from === undefined) return err(missing());
        const [now, copy] = [kept.now(), kept.newId()];
        const name = `${from.name} (copy)`;
        const { release } = from;
        const to = { id: copy, name, release, created: now, changed: now, writer: kept.writer, origin: 'copy' };
        if (!(await kept.store.duplicate(id, to))) return err(missing());
        kept.listChanged(copy);
        return ok(copy);
      }),
    setKeptDeleted: (id, deleted) => changing(id, (kept) => kept.store.setDeleted(id, deleted ? kept.now() : null)),
    compareKept: (left, right) =>
      inTurn('compare two scenarios', async () => {
        const [one, other] = [await nowOf(left), await nowOf(right)];
        if (!one.ok) return one;
        return other.ok ? ok(compareScenarios(one.value, other.value)) : other;
      }),
    async keptFile(id, state) {
      try {
        const text = await keeper?.ask(keeper.store.text(id, state), PATIENCE);
        const kept = await keeper?.ask(keeper.store.read(id), PATIENCE);
        if (text === undefined || kept === undefined) return err(missing());
        const states = kept.entry.states;
        const at = states.findIndex((one) => one.id === state);
        if (states[at]?.problem?.code !== 'replay-differs') return ok(text);
        // A log that leads elsewhere now is of use to whoever looks into it.
        const log = kept.actions.filter(({ number }) => number > (states[at]?.after ?? 0));
        return ok(JSON.stringify({ document: text, actions: log }));
      } catch {
        return err(missing());
      }
    },
  };
}

/** What came from outside is worth finding again, even where nothing was changed. */
function isWorthShowing({ untouched, origin = '' }: EntryRecord): boolean {
  return !untouched || origin === 'file' || origin.startsWith('file:') || origin.startsWith('link:');
}

function keptEntry(entry: EntryRecord, open: KeptEntry['open']): KeptEntry {
  const { id, name, release, created, changed, last, states, untouched, origin = '' } = entry;
  return {
    id,
    name,
    release,
    created,
    changed,
    open,
    untouched,
    origin,
    about: readAbout(entry.about),
    states: states
      .map((state, index) => ({
        id: state.id,
        saved: state.saved,
        actions: (states[index + 1]?.after ?? last) - state.after,
        bytes: state.bytes,
        problem: state.problem,
      }))
      .toReversed(),
  };
}
