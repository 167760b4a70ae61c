/** The spellings of the action language as data. */
import type { ActionName } from './kinds';

/**
 * How a release writes actions. 2015-04 never ran: the
 * release wrote these texts before any program read them, so its grammar is
 * the one that its ovn-northd writes.
 */
export interface ActionDialect {
  /** The kinds of actions that there are, in the order in which a text is tried for them. */
  readonly kinds: readonly ActionName[];
  /** The word that goes on in the next table. */
  readonly next: 'next' | 'resubmit';
  /** `output;` sends to outport, `output("p")` to the port it names. */
  readonly output: 'to-outport' | 'to-named-port';
  /** Whether the last action may do without its semicolon. */
  readonly lastSemicolon: 'required' | 'optional';
}

const KINDS_2015: readonly ActionName[] = ['load', 'next', 'output'];

export const actions2015_04: ActionDialect = {
  kinds: KINDS_2015,
  next: 'resubmit',
  output: 'to-named-port',
  lastSemicolon: 'optional',
};

export const actions2015_08: ActionDialect = {
  kinds: KINDS_2015,
  next: 'next',
  output: 'to-outport',
  lastSemicolon: 'required',
};
