/** The calls that open something: from outside, or of what is kept. */
import { err, ok } from '../../engine/base';
import type { Problem, Result, Work } from '../../engine/base';
import { beginning, documentText, exportScenario, parseDocument } from '../../engine/scenario';
import type { BeginningScenario, OpeningOptions, ScenarioDocument } from '../../engine/scenario';
import { Mute } from '../keeping';
import type { EntryRecord, ReadEntry, StateRecord } from '../keeping';
import { readAction } from './action-log';
import { actionsAfter, isReadable, missing, nothingKept, PATIENCE, unreadable, withinBudget } from './kept-states';
import { openOf } from './open-scenario';
import type { Open } from './open-scenario';
import { load, originOf } from './open-source';
import type { EngineApi, LinkExtras, Opening } from './protocol';
import { replay } from './replay';
import type { Replay } from './replay';
import type { SessionCore } from './session-core';
import type { SessionKeeping } from './session-keeping';

type Opens = Pick<EngineApi, 'open' | 'openKept' | 'openState' | 'bringBack'>;

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
    origin: string,
    { name, ...options }: OpeningOptions & { readonly name?: string },
  ): Promise<Result<Opening>> => {
    const begun = await core.drive(beginning(document, options));
    if (!begun.ok) return begun;
    const text = JSON.stringify(document);
    const open = openOf(begun.value.scenario, text);
    if (name !== undefined) open.scenario = { ...open.scenario, name };
    // Whether events wait to be stepped is saved where it stands in the middle of something; else it stays as it is here.
    const { automatic } = core.open.deployment;
    const done = await core.opens(open, begun.value.rest);
    if (!done.ok) return done;
    if (document.standing === undefined) open.deployment.automatic = automatic;
    await keeping?.began(open, text, origin);
    return ok({ extras, entry: entryNow(), leftOut: [], told: [] });
  };

  /** The newest readable state of an entry, and what was done after it. */
  const openEntry = async (kept: ReadEntry, leaveOut: readonly number[]): Promise<Result<Opening>> => {
    const told: Problem[] = [];
    const { entry } = kept;
    const usable = entry.states.filter((state) => !state.crossed && isReadable(state)).toReversed();
    // With as much of its history as can be done again in a moment; where that goes otherwise, the newest state leads.
    const reach = leaveOut.length === 0 ? withinBudget(kept, usable) : usable[0];
    const [newest] = usable;
    if (reach !== undefined && newest !== undefined && reach !== newest) {
      const whole = await resumeFrom(kept, reach, newest, told);
      if (whole !== undefined) return ok({ extras: {}, entry: entryNow(), leftOut: [], told });
    }
    // What only older states led to is lost with them: then the document alone is better than nothing.
    const alone = entry.states.filter((state) => state.crossed && isReadable(state)).toReversed();
    for (const state of [...usable, ...alone]) {
      const begun = await beginState(entry, state, told);
      if (begun === undefined) continue;
      const { open, text, rest } = begun;
      const actions = state.crossed ? [] : actionsAfter(kept, state);
      const replayed = await core.opens(
        open,
        opened(open, rest, () => replay(open, actions, state.position, leaveOut, tellReplayed)),
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
        named(open, entry);
        keeping?.resumed(open, start, state.position, done.length);
        keeper?.resume(kept, state.id);
      } else {
        // The log stays as it is with its entry; what is done from here on has an entry of its own.
        if (remaining > 0) await keeper?.store.setAside(entry.id, state.id, differs);
        await keeping?.began(open, text, 'copy', moved(done, state.position), start);
      }
      return ok({ extras: {}, entry: entryNow(), leftOut, told });
    }
    return err(told[0] ?? nothingKept());
  };

  const tellReplayed = (action: number, words: string) => {
    core.platform.post({ signal: 'replaying', action, words });
  };

  /** An entry is called what its record says: it may have got its name while it was closed. */
  const named = (open: Open, { name }: EntryRecord) => {
    if (open.scenario.name === name) return;
    open.scenario = { ...open.scenario, name };
    core.send(false);
  };

  /** The entry from state `reach`, when all that was done since then goes as it went; `newest` is on the way. */
  const resumeFrom = async (kept: ReadEntry, reach: StateRecord, newest: StateRecord, told: Problem[]) => {
    const begun = await beginState(kept.entry, reach, told);
    if (begun === undefined) return undefined;
    const { open, rest } = begun;
    const actions = actionsAfter(kept, reach);
    const replayed = await core.opens(
      open,
      whole(opened(open, rest, () => replay(open, actions, reach.position, [], tellReplayed, newest.after))),
      true,
    );
    if (!replayed.ok) return undefined;
    const { start, value } = replayed.value;
    named(open, kept.entry);
    keeping?.resumed(open, start, reach.position, actionsAfter(kept, newest).length, value.marked);
    keeper?.resume(kept, reach.id);
    return value;
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

  /** The newest entry of an origin. */
  const theSame = async (origin: string, onlyUntouched: boolean): Promise<EntryRecord | undefined> => {
    if (keeper === undefined) return undefined;
    const entries = await keeper.ask(keeper.store.entries(), PATIENCE).catch(unreadable(keeper));
    return entries.find((entry) => entry.origin === origin && (entry.untouched || !onlyUntouched));
  };

  /** Undefined where there is nothing to be opened again. */
  const openAgain = async ({ id }: EntryRecord): Promise<Result<Opening> | undefined> => {
    if (id === entryNow()) return ok({ extras: {}, entry: id, leftOut: [], told: [] });
    const kept = await keeper?.ask(keeper.store.read(id), PATIENCE).catch(() => undefined);
    return kept && openEntry(kept, []);
  };

  return {
    open: (source, options = {}) =>
      answering('open a scenario', async () => {
        const origin = options.origin ?? originOf(source);
        // A link that was only looked at is the same when it is looked at again.
        const again = options.again === true || source.kind === 'link';
        const kept = again ? await theSame(origin, options.again !== true) : undefined;
        if (kept !== undefined) {
          const found = source.kind === 'link' ? await load(source, core.platform.compression) : undefined;
          const extras = found?.ok === true ? found.value.extras : {};
          const answer = await openAgain(kept);
          if (answer?.ok === true) return ok({ ...answer.value, extras });
        }
        const found = await load(source, core.platform.compression);
        return found.ok ? openDocument(found.value.document, found.value.extras, origin, options) : found;
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
    openState: (id, state) =>
      answering('open a kept state', async () => {
        const text = await keeper?.ask(keeper.store.text(id, state), PATIENCE);
        if (text === undefined) return err(missing());
        const document = parseDocument(text);
        return document.ok ? openDocument(document.value, {}, 'state', OWN) : document;
      }),
    bringBack: (state) =>
      answering('bring back an earlier state', async () => {
        const id = entryNow();
        const text = id === null ? undefined : await keeper?.ask(keeper.store.text(id, state), PATIENCE);
        const document = text === undefined ? err(missing()) : parseDocument(text);
        if (!document.ok || text === undefined) return document.ok ? err(missing()) : document;
        const begun = await core.drive(beginning(document.value, OWN));
        if (!begun.ok) return begun;
        const { deployment, scenario } = core.open;
        // What is here now is a state of its own first, so that nothing is lost by going back.
        const position = await keeping?.keepState(documentText(exportScenario(deployment, scenario)));
        const open = openOf(begun.value.scenario, text);
        open.scenario = { ...open.scenario, name: scenario.name };
        const done = await core.opens(open, begun.value.rest);
        if (!done.ok) return done;
        await keeping?.broughtBack(open, text, position ?? 0);
        return ok({ extras: {}, entry: entryNow(), leftOut: [], told: [] });
      }),
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

/** A replay that went as it went, or a problem. */
function* whole(work: Work<Result<{ readonly start: number; readonly value: Replay }>>) {
  const replayed = yield* work;
  if (!replayed.ok || replayed.value.value.remaining === 0) return replayed;
  return err({ code: 'replay-differs', message: 'It goes otherwise now.' });
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

function wentOtherwise(name: string, remaining: number, all: number, otherBuild: boolean): Problem {
  const why = otherBuild ? ', which another version of this page kept,' : '';
  return {
    code: 'replay-differs',
    message: `“${name}”${why} is open as it was before the last ${remaining} of ${all} actions: they go otherwise now. All of it stays kept.`,
  };
}
