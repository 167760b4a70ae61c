/**
 * The two spellings of the action language as data. 2015-04 never ran: the
 * release wrote these texts before any program read them, so its grammar is
 * the one that its ovn-northd writes.
 */
export interface ActionDialect {
  /** The word that goes on in the next table. */
  readonly next: 'next' | 'resubmit';
  /** `output;` sends to outport, `output("p")` to the port it names. */
  readonly output: 'to-outport' | 'to-named-port';
  /** Whether the last action may do without its semicolon. */
  readonly lastSemicolon: 'required' | 'optional';
}

export const actions2015_04: ActionDialect = {
  next: 'resubmit',
  output: 'to-named-port',
  lastSemicolon: 'optional',
};

export const actions2015_08: ActionDialect = {
  next: 'next',
  output: 'to-outport',
  lastSemicolon: 'required',
};
