/** The dialects of the action language: which kinds a release has, and how it spells them. */
import type { Cursor } from './cursor';
import type { ActionDocument, ActionKind, ActionSpelling } from './kind';
import { KINDS, type ActionName, type LogicalAction } from './kinds';

/**
 * How a release writes actions. 2015-04 never ran: the
 * release wrote these texts before any program read them, so its grammar is
 * the one that its ovn-northd writes.
 */
export interface ActionDialect extends ActionSpelling {
  /** The kinds of actions that there are, in the order in which a text is tried for them. */
  readonly kinds: readonly ActionName[];
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

/** The kind of the action at the cursor, of those that the dialect has. */
export function kindAt(cursor: Cursor, dialect: ActionDialect): ActionKind<LogicalAction> | undefined {
  const name = dialect.kinds.find((candidate) => KINDS[candidate].begins(cursor, dialect));
  return name && KINDS[name];
}

/** What stands in the place of actions. */
export const DROP: ActionDocument = { form: 'drop;', text: 'Drops the packet. It stands alone.' };

/** How the actions of a dialect are written, and what they do. */
export function documentActions(dialect: ActionDialect): readonly ActionDocument[] {
  return [...dialect.kinds.map((name) => KINDS[name].document(dialect)), DROP];
}
