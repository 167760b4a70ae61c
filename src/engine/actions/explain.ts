/** What the actions of a row do, in the words of their documents. */
import { DROP, documentActions } from './dialect';
import { KINDS } from './kinds';
import type { ActionDocument } from './kind';
import { parseActions } from './parse';
import type { ActionsContext } from './parse';

/** The documents of the actions that a text has, each once, in their order; all of the dialect's for a text that cannot be read. */
export function explainActions(text: string, context: ActionsContext): readonly ActionDocument[] {
  const parsed = parseActions(text, context);
  if (!parsed.ok) return documentActions(context.dialect);
  const { actions } = parsed.value;
  if (actions.length === 0) return [DROP];
  return Array.from(new Set(actions.map(({ kind }) => kind)), (kind) => KINDS[kind].document(context.dialect));
}
