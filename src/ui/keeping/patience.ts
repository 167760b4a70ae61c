/**
 * How long somebody who opens what is kept waits for it: longer than an act does, since
 * without it a person sees none of his work, but not for ever.
 *
 * Several questions have one patience together: a store that has not answered the first
 * is not waited for again, until it says something after all. Beats are counted, not
 * time, because they are longer on a computer that is slow with everything.
 */
import { Mute } from './database';

const BEATS = 18;
/** Milliseconds. */
const BEAT = 100;

export class Patience {
  /** Beats since the store last answered. */
  #silence = 0;

  constructor(private readonly after: (ms: number) => Promise<void>) {}

  async ask<T>(question: Promise<T>): Promise<T> {
    let answered = false;
    const answer = question.finally(() => {
      answered = true;
      this.#silence = 0;
    });
    // It may fail after nobody waits for it any more.
    answer.catch(() => undefined);
    do {
      await Promise.race([answer, this.after(BEAT)]);
      if (answered) return answer;
      this.#silence += 1;
    } while (this.#silence < BEATS);
    throw new Mute();
  }
}
