/**
 * The line to the page around the frame. Only the parent is heard, and answered at the
 * origin that it asked from. Before anybody asked, nothing goes out but `ready`, which
 * says no more than that this page is there.
 */
import { embedding } from '../bridge';
import { readRequest, VERSION } from './protocol';
import type { Asked, ToldProblem } from './protocol';
import type { Told } from './told';

/** Null for done. */
export type Answer = (asked: Asked) => Promise<ToldProblem | null>;

/** Requests that wait for the one before them. */
const WAITING_AT_MOST = 20;

let origin: string | null = null;
let waiting = 0;
let turn: Promise<unknown> = Promise.resolve();

/** `asked` does what is asked; `present` tells everything once to somebody who has not asked before. */
export function openLine(asked: Answer, present: () => void): () => void {
  const onMessage = (event: MessageEvent<unknown>) => {
    if (window.parent === window || event.source !== window.parent) return;
    const read = readRequest(event.data);
    if (read === undefined) return;
    const fresh = origin !== event.origin;
    origin = event.origin;
    const answer = (problem: ToldProblem | null) =>
      post(problem === null ? { say: 'done', id: read.id } : { say: 'problem', id: read.id, ...problem });
    if (!read.ok) {
      answer(read.problem);
      return;
    }
    if (waiting >= WAITING_AT_MOST) {
      answer({ code: 'busy', message: `${WAITING_AT_MOST} requests wait already.` });
      return;
    }
    waiting += 1;
    turn = turn.then(async () => {
      if (fresh || read.asked.do === 'tell') present();
      answer(await asked(read.asked).catch(broken));
      waiting -= 1;
    });
  };
  window.addEventListener('message', onMessage);
  if (window.parent !== window)
    window.parent.postMessage({ ovn: VERSION, say: 'ready', part: embedding.part, readonly: embedding.readonly }, '*');
  return () => window.removeEventListener('message', onMessage);
}

function broken(): ToldProblem {
  return { code: 'failed', message: 'That went wrong on our side. What was shown is still there.' };
}

/** Tells something to whoever asked last; nobody hears it before. */
export function tell(told: Told): void {
  post(told);
}

function post(message: object): void {
  if (origin === null) return;
  // A page from a file or in a sandbox has no origin that could be named.
  window.parent.postMessage({ ovn: VERSION, ...message }, origin === 'null' ? '*' : origin);
}
