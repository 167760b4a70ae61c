/** The calls that open something, and those that list what is kept. */
import { err, ok } from '../../engine/base';
import type { Problem, Result, Work } from '../../engine/base';
import { beginning, decodeLink, galleryScenario, parseDocument } from '../../engine/scenario';
import type { BeginningScenario, Compression, OpeningOptions, ScenarioDocument } from '../../engine/scenario';
import { Mute } from '../keeping';
import type { EntryRecord, Keeper, ReadEntry, StateRecord } from '../keeping';
import { readAction } from './action-log';
import { openOf } from './open-scenario';
import type { Open } from './open-scenario';
import type { EngineApi, KeptEntry, LinkExtras, Opening, OpenSource } from './protocol';
import { replay } from './replay';
import type { Replay } from './replay';
import type { SessionCore } from './session-core';
import type { SessionKeeping } from './session-keeping';

type Opens = Pick<EngineApi, 'open' | 'openKept' | 'kept' | 'openState' | 'keptFile'>;

/** Who looks through what is kept waits a little longer than an act does. */
const PATIENCE = 3_000;

/** What somebody made here is opened whatever it costs. */
const OWN: OpeningOptions = { evenIfCostly: true };

export function sessionOpening(core: SessionCore, keeping: SessionKeeping | undefined): Opens {
  const keeper = keeping?.keeper;
  const entryNow = () => (keeper?.status.state === 'kept' ? keeper.status.entry : null);

  /** What fails is answered, and what was open stays. */
  const answering = (words: string, body: () => Promise<Result<Opening>>) =>
    core.enqueue(async () => {
      try {
        return await body();
      } catch (thrown) {
        if (thrown instanceof Mute) return err(nothingKept());
        return err(core.mistake(words, thrown, { answered: true, fatal: false }));
      }
    });

  const openDocument = async (
    document: ScenarioDocument,
    extras: LinkExtras,
    options: OpeningOptions,
  ): Promise<Result<Opening>> => {
    const begun = await core.drive(beginning(document, options));
    if (!begun.ok) return begun;
    const text = JSON.stringify(document);
    const open = openOf(begun.value.scenario, text);
    // Whether events wait to be stepped is saved where it stands in the middle of something; else it stays as it is here.
    const { automatic } = core.open.deployment;
    const done = await core.opens(open, begun.value.rest);
    if (!done.ok) return done;
    if (document.standing === undefined) open.deployment.automatic = automatic;
    await keeping?.began(open, text);
    return ok({ extras, entry: entryNow(), leftOut: [], told: [] });
  };

  /** The newest readable state of an entry, and what was done after it. */
  const openEntry = async (kept: ReadEntry, leaveOut: readonly number[]): Promise<Result<Opening>> => {
    const told: Problem[] = [];
    const { entry } = kept;
    const usable = entry.states.filter((state) => !state.crossed && isReadable(state)).toReversed();
    // What only older states led to is lost with them: then the document alone is better than nothing.
    const alone = entry.states.filter((state) => state.crossed && isReadable(state)).toReversed();
    for (const state of [...usable, ...alone]) {
      const begun = await beginState(entry, state, told);
      if (begun === undefined) continue;
      const { open, text, rest } = begun;
      const actions = state.crossed ? [] : kept.actions.filter(({ number }) => number > state.after);
      const replayed = await core.opens(
        open,
        opened(open, rest, () =>
          replay(open, actions, state.position, leaveOut, (action, words) => {
            core.platform.post({ signal: 'replaying', action, words });
          }),
        ),
      );
      if (!replayed.ok) {
        await setAside(entry, state, replayed.error, told);
        continue;
      }
      const { start, value } = replayed.value;
      const { done, leftOut, remaining, thrown } = value;
      const otherBuild = actions[actions.length - remaining]?.build !== core.platform.build;
      const differs = wentOtherwise(entry.name, remaining, actions.length, otherBuild);
      if (remaining > 0) told.push(differs);
      if (thrown !== undefined) core.mistake(`open ${entry.name} again`, thrown, { answered: true, fatal: false });
      const whole = remaining === 0 && leftOut.length === 0 && !state.crossed;
      if (whole) {
        keeping?.resumed(open, start, state.position, done.length);
        keeper?.resume(kept, state.id);
      } else {
        // The log stays as it is with its entry; what is done from here on has an entry of its own.
        if (remaining > 0) await keeper?.store.setAside(entry.id, state.id, differs);
        await keeping?.began(open, text, moved(done, state.position), start);
      }
      return ok({ extras: {}, entry: entryNow(), leftOut, told });
    }
    return err(told[0] ?? nothingKept());
  };

  /** Undefined for a state that cannot be opened: it is set aside. */
  const beginState = async (entry: EntryRecord, state: StateRecord, told: Problem[]) => {
    const text = await keeper?.askToOpen(keeper.store.text(entry.id, state.id));
    const document = text === undefined ? err(missing()) : parseDocument(text);
    const begun: Result<BeginningScenario> = document.ok ? await core.drive(beginning(document.value, OWN)) : document;
    if (begun.ok && text !== undefined) {
      return { open: openOf(begun.value.scenario, text), text, rest: begun.value.rest };
    }
    await setAside(entry, state, begun.ok ? missing() : begun.error, told);
    return undefined;
  };

  const setAside = async (entry: EntryRecord, state: StateRecord, { code, message }: Problem, told: Problem[]) => {
    told.push({ code, message: `A kept state of “${entry.name}” cannot be opened: ${message} It stays kept.` });
    await keeper?.askToOpen(keeper.store.setAside(entry.id, state.id, { code, message }));
  };

  return {
    open: (source, options = {}) =>
      answering('open a scenario', async () => {
        const found = await load(source, core.platform.compression);
        return found.ok ? openDocument(found.value.document, found.value.extras, options) : found;
      }),
    openKept: (wanted, leaveOut = []) =>
      answering('open what is kept', async () => {
        if (keeper === undefined) return err(nothingKept());
        const entries = await keeper.askToOpen(keeper.store.entries()).catch(unreadable(keeper));
        const told: Problem[] = [];
        for (const { id } of wanted === 'latest' ? entries : entries.filter((entry) => entry.id === wanted)) {
          const kept = await keeper.askToOpen(keeper.store.read(id));
          const answer = kept && (await openEntry(kept, leaveOut));
          if (answer?.ok === true) return ok({ ...answer.value, told: [...told, ...answer.value.told] });
          if (answer?.ok === false) told.push(answer.error);
        }
        return err(told[0] ?? nothingKept());
      }),
    async kept() {
      if (keeper === undefined) return [];
      const entries = await keeper.ask(keeper.store.entries(), PATIENCE).catch(unreadable(keeper));
      const held = await keeper.heldEntries().catch(() => new Set<string>());
      const { entry: ours, elsewhere } = keeper.status;
      const worthShowing = entries.filter(({ id, untouched }) => !untouched || id === ours);
      return worthShowing.map((entry) =>
        keptEntry(entry, entry.id === ours && !elsewhere ? 'here' : held.has(entry.id) ? 'elsewhere' : null),
      );
    },
    openState: (id, state) =>
      answering('open a kept state', async () => {
        const text = await keeper?.ask(keeper.store.text(id, state), PATIENCE);
        if (text === undefined) return err(missing());
        const document = parseDocument(text);
        return document.ok ? openDocument(document.value, {}, OWN) : document;
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

/** The rest of opening and then what was done after it, with the place in history where that began. */
function* opened<T>(
  open: Open,
  rest: Work<Result<void>>,
  then: () => Work<T>,
): Work<Result<{ readonly start: number; readonly value: T }>> {
  const done = yield* rest;
  if (!done.ok) return done;
  const start = open.deployment.position;
  return ok({ start, value: yield* then() });
}

/** Actions of an entry whose history is at `position` where that of the new one begins. */
function moved(actions: Replay['done'], position: number): Replay['done'] {
  return actions.map((record) => {
    const action = readAction(record.action);
    const text =
      action?.kind === 'goTo' ? JSON.stringify({ ...action, position: action.position - position }) : record.action;
    return { ...record, action: text, position: record.position - position };
  });
}

function keptEntry(
  { id, name, release, created, changed, last, states }: EntryRecord,
  open: KeptEntry['open'],
): KeptEntry {
  return {
    id,
    name,
    release,
    created,
    changed,
    open,
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

/** A store that does not answer keeps nothing that could be shown. */
function unreadable(keeper: Keeper) {
  return (thrown: unknown): readonly EntryRecord[] => {
    keeper.failed(thrown);
    return [];
  };
}

function wentOtherwise(name: string, remaining: number, all: number, otherBuild: boolean): Problem {
  const why = otherBuild ? ', which another version of this page kept,' : '';
  return {
    code: 'replay-differs',
    message: `“${name}”${why} is open as it was before the last ${remaining} of ${all} actions: they go otherwise now. All of it stays kept.`,
  };
}

/** One after which the log went otherwise can be opened all the same. */
function isReadable({ problem }: StateRecord): boolean {
  return problem === null || problem.code === 'replay-differs';
}

function missing(): Problem {
  return { code: 'no-such-state', message: 'This state is not kept any more.' };
}

async function load(
  source: OpenSource,
  compression: Compression,
): Promise<Result<{ readonly document: ScenarioDocument; readonly extras: LinkExtras }>> {
  switch (source.kind) {
    case 'gallery': {
      const document = galleryScenario(source.id, source.release);
      return document ? ok({ document, extras: {} }) : err(noSuchScenario(source.id));
    }
    case 'document': {
      const document = parseDocument(source.json);
      return document.ok ? ok({ document: document.value, extras: {} }) : document;
    }
    case 'link': {
      const content = await decodeLink(source.payload, compression);
      return content.ok ? ok({ document: content.value.scenario, extras: content.value.extras }) : content;
    }
  }
}

function noSuchScenario(id: string): Problem {
  return { code: 'no-such-scenario', message: `There is no scenario “${id}”.` };
}

function nothingKept(): Problem {
  return { code: 'nothing-kept', message: 'Nothing is kept in this browser.' };
}
