/** Does what the page around asks for: nothing but what a reader could do by hand. */
import { openUnasked, parsePlace, pause, play } from '../actions';
import { embedding } from '../bridge';
import type { Problem } from '../bridge';
import { goToStep, machineKey, mirrorStore, northboundKey, playerStore, select, setPreference } from '../state';
import type { EntityKey } from '../state';
import { begin } from './begin';
import type { Asked, ToldProblem, Way } from './protocol';

export async function doAsked(asked: Asked): Promise<ToldProblem | null> {
  switch (asked.do) {
    case 'load':
      return 'link' in asked ? loadLink(asked.link) : load({ kind: 'document', json: asked.document });
    case 'step':
      return step(asked.step);
    case 'play':
    case 'pause':
      if (playerStore.getState().trace === null) return NO_TRACE;
      if (asked.do === 'play') play();
      else pause();
      return null;
    case 'theme':
      setPreference({ theme: asked.theme });
      return null;
    case 'select':
      return choose(asked.name);
    case 'tell':
      return null;
  }
}

const NO_TRACE: ToldProblem = { code: 'no-trace', message: 'No packet has been sent here.' };

const PLACES = { trace: 'lab', graph: 'lab', match: 'match', lesson: 'learn' } as const;

/** An address of this page, what stands in it from the `#` on, or the letters after `s=`. */
async function loadLink(link: string): Promise<ToldProblem | null> {
  const { part } = embedding;
  const hash = link.includes('#') ? link.slice(link.indexOf('#')) : `#/lab?s=${encodeURIComponent(link)}`;
  const { name, params } = parsePlace(hash);
  if (part === null || name !== PLACES[part])
    return { code: 'wrong-link', message: 'That link opens another part of the page than this frame shows.' };
  if (name === 'lab') {
    const payload = params.get('s');
    if (payload === undefined) return { code: 'wrong-link', message: 'There is no scenario in that link.' };
    return load({ kind: 'link', payload });
  }
  // The frame's place in the history of the browser stays one.
  location.replace(hash);
  return null;
}

async function load(source: Parameters<typeof openUnasked>[0]): Promise<ToldProblem | null> {
  if (embedding.part !== 'trace' && embedding.part !== 'graph')
    return { code: 'wrong-part', message: 'This frame shows no scenario.' };
  const problem = await openUnasked(source);
  if (problem !== null) return inShort(problem);
  await begin({ step: undefined, paused: true, packet: undefined });
  return null;
}

function inShort({ code, message }: Problem): ToldProblem {
  return { code, message: message.slice(0, 1_000) };
}

function step(to: number | Way): ToldProblem | null {
  const { trace, step: at } = playerStore.getState();
  if (trace === null) return NO_TRACE;
  const last = trace.steps.length - 1;
  const ways: Readonly<Record<Way, number>> = { next: at + 1, previous: at - 1, first: 0, last };
  const target = typeof to === 'number' ? to - 1 : ways[to];
  if (target < 0 || target > last)
    return { code: 'no-such-step', message: `There are steps 1 to ${last + 1}; this is ${at + 1}.` };
  pause();
  goToStep(target);
  return null;
}

function choose(name: string | null): ToldProblem | null {
  const key = name === null ? null : named(name);
  if (key === undefined) return { code: 'no-such-name', message: `Nothing is called “${name ?? ''}”.` };
  select(key);
  return null;
}

function named(name: string): EntityKey | undefined {
  const { switches, machines } = mirrorStore.getState().model;
  if (machines.some((machine) => machine.name === name)) return machineKey(name);
  const found =
    switches.find((sw) => sw.name === name) ?? switches.flatMap((sw) => sw.ports).find((port) => port.name === name);
  return found && northboundKey(found.uuid);
}
