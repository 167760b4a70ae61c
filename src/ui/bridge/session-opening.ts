/** The calls that open something, and those that list what is kept. */
import { err, ok } from '../../engine/base';
import type { Problem, Result } from '../../engine/base';
import { decodeLink, galleryScenario, opening, parseDocument } from '../../engine/scenario';
import type { Compression, OpeningOptions, ScenarioDocument } from '../../engine/scenario';
import { Mute } from '../keeping';
import type { EntryRecord, Keeper, ReadEntry, StateRecord } from '../keeping';
import { readAction } from './action-log';
import { openOf } from './open-scenario';
import type { EngineApi, KeptEntry, LinkExtras, Opening, OpenSource } from './protocol';
import { replay } from './replay';
import type { Replay } from './replay';
import type { SessionCore } from './session-core';
import type { SessionKeeping } from './session-keeping';

type Opens = Pick<EngineApi, 'open' | 'openKept' | 'kept' | 'openState' | 'keptFile'>;

/** Opening waits a little longer for what is kept than an act does: without it a person sees none of his work. */
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
    const scenario = await core.drive(opening(document, options));
    if (!scenario.ok) return scenario;
    const open = openOf(scenario.value);
    open.deployment.automatic = core.open.deployment.automatic;
    core.replace(open);
    await keeping?.began(open, JSON.stringify(document));
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
      const opened = await openState(entry, state, told);
      if (opened === undefined) continue;
      const { open, text } = opened;
      const actions = state.crossed ? [] : kept.actions.filter(({ number }) => number > state.after);
      const start = open.deployment.position;
      open.deployment.pulse = core.pulse;
      const work = replay(open, actions, state.position, leaveOut, (action, words) => {
        core.platform.post({ signal: 'replaying', action, words });
      });
      const { done, leftOut, remaining, thrown } = await core.drive(work);
      const otherBuild = actions[actions.length - remaining]?.build !== core.platform.build;
      const differs = wentOtherwise(entry.name, remaining, actions.length, otherBuild);
      if (remaining > 0) told.push(differs);
      if (thrown !== undefined) core.mistake(`open ${entry.name} again`, thrown, { answered: true, fatal: false });
      core.replace(open);
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
  const openState = async (entry: EntryRecord, state: StateRecord, told: Problem[]) => {
    const text = await keeper?.ask(keeper.store.text(entry.id, state.id), PATIENCE);
    const document = text === undefined ? err(missing()) : parseDocument(text);
    const scenario = document.ok ? await core.drive(opening(document.value, OWN)) : document;
    if (scenario.ok && text !== undefined) return { open: openOf(scenario.value), text };
    const { code, message } = scenario.ok ? missing() : scenario.error;
    told.push({ code, message: `A kept state of “${entry.name}” cannot be opened: ${message} It stays kept.` });
    await keeper?.ask(keeper.store.setAside(entry.id, state.id, { code, message }), PATIENCE);
    return undefined;
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
        const entries = await keeper.ask(keeper.store.entries(), PATIENCE).catch(unreadable(keeper));
        const told: Problem[] = [];
        for (const { id } of wanted === 'latest' ? entries : entries.filter((entry) => entry.id === wanted)) {
          const kept = await keeper.ask(keeper.store.read(id), PATIENCE);
          const opened = kept && (await openEntry(kept, leaveOut));
          if (opened?.ok === true) return ok({ ...opened.value, told: [...told, ...opened.value.told] });
          if (opened?.ok === false) told.push(opened.error);
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
