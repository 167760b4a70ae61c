/** From an action text to its steps, with the errors of OVN's own parser. */
import { ok, type Result } from '../base';
import type { Expr } from '../match';
import { Cursor } from './cursor';
import type { ActionDialect } from './dialect';
import type { ParseContext } from './kind';
import { kindAt, type LogicalAction } from './kinds';
import { conjoin } from './prerequisites';
import { lex2015 } from './tokens';

export interface ParsedActions {
  /** In order; none means drop. */
  readonly actions: readonly LogicalAction[];
  /** As parsed, to be ANDed to the row's match before that is annotated; absent when the actions demand nothing. */
  readonly prerequisites: Expr | undefined;
}

/**
 * Reads an action text. An empty one is a drop: 2015-04 writes it for a flood
 * on a switch without ports, and 2015-08 takes it as well.
 *
 * Errors: `syntax-error`, `lexical-error`, `not-assignable`, `type-mismatch`,
 * `bad-subfield`, `not-allowed`, each in OVN's words and with its range.
 */
export function parseActions(text: string, context: ParseContext): Result<ParsedActions> {
  const { dialect } = context;
  const cursor = new Cursor(text, lex2015(text));
  if (isDrop(cursor, dialect)) {
    cursor.take();
    cursor.accept(';');
    if (!cursor.atEnd) return cursor.syntaxError('expecting end of input');
    return ok({ actions: [], prerequisites: undefined });
  }
  const actions: LogicalAction[] = [];
  let prerequisites: Expr | undefined;
  while (!cursor.atEnd) {
    if (cursor.token.type !== 'id') return cursor.syntaxError();
    const kind = kindAt(cursor, dialect);
    if (kind === undefined) return cursor.syntaxError('expecting action');
    const step = kind.parse(cursor, context);
    if (!step.ok) return step;
    actions.push(step.value.action);
    prerequisites = conjoin(prerequisites, step.value.prerequisites);
    if (cursor.accept(';')) continue;
    if (cursor.atEnd && dialect.lastSemicolon === 'optional') break;
    return cursor.syntaxError("expecting ';'");
  }
  return ok({ actions, prerequisites });
}

/** `drop` stands alone: it cannot be combined with other actions. */
function isDrop(cursor: Cursor, dialect: ActionDialect): boolean {
  if (cursor.token.type !== 'id' || cursor.token.text !== 'drop') return false;
  const after = cursor.lookahead.type;
  return after === ';' || (after === 'end' && dialect.lastSemicolon === 'optional');
}
