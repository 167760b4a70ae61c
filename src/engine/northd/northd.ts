/** The daemon: a release's compiler, and a memory that dies with the process. */
import { finishWork } from '../base';
import type { Uuid, Work } from '../base';
import type { Provenance } from './explanation';
import type { NorthdCompiler, NorthdOutput, NorthdRules, NorthdSeen, NorthdView } from './types';

export class Northd {
  readonly #rules: NorthdRules;
  #compiler: NorthdCompiler;
  #fresh = true;

  constructor(rules: NorthdRules) {
    this.#rules = rules;
    this.#compiler = rules.compiler();
  }

  /**
   * What must be edited so that the southbound database says what the northbound
   * one asks for, and `up` says what the bindings tell. Running again after the
   * edits were committed asks for nothing.
   *
   * The answer depends on the databases only; `seen` says where to look. Edits
   * that are asked for and do not arrive in a later `seen` are asked for again.
   */
  run(view: NorthdView, seen: NorthdSeen): NorthdOutput {
    return finishWork(this.running(view, seen));
  }

  /** `run` in pieces; nothing that it sees may change between them. One that was not finished must be restarted. */
  *running(view: NorthdView, seen: NorthdSeen): Work<NorthdOutput> {
    if (seen === 'all' && !this.#fresh) this.restart();
    const first = this.#fresh;
    this.#fresh = false;
    return yield* this.#compiler.running(view, first ? 'all' : seen);
  }

  /** Why a southbound row is wanted; undefined for one that is not. As of the last run. */
  provenance(row: Uuid): Provenance | undefined {
    return this.#compiler.provenance(row);
  }

  /** What killing and starting the daemon does: the next run looks at everything. */
  restart(): void {
    this.#compiler = this.#rules.compiler();
    this.#fresh = true;
  }
}
