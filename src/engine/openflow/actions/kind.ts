/** What every kind of OpenFlow action must have: how it is read, written and explained. */
import type { Result } from '../../base';
import type { PortNames } from '../parse-values';

export interface ActionBase {
  /** A stable name of the kind. */
  readonly type: string;
}

export interface OfActionKind<A extends ActionBase> {
  /** For people: how it is written, and what it does in one or two sentences. */
  readonly document: OfActionDocument;
  /** The words that an action of this kind begins with, each with what reads the rest. */
  readonly words: Readonly<Record<string, ReadAction<A>>>;
  /** The text, as ovs-ofctl prints it. */
  format(action: A): string;
}

export interface OfActionDocument {
  readonly form: string;
  readonly text: string;
}

/** Reads what stands behind the word and its `:`, `=` or in its parentheses; undefined is an action that does nothing. The error is a message. */
export type ReadAction<A> = (text: string, context: ReadContext) => Result<A | undefined, string>;

export interface ReadContext {
  /** Resolves the names of ports. */
  readonly ports: PortNames | undefined;
  /** The text was printed by a switch, where `dec_ttl()` names no controller; ovs-ofctl reads it as `dec_ttl`. */
  readonly asPrinted: boolean;
}

/** How actions with actions in them read and write those. */
export interface ActionLists<A> {
  read(text: string, context: ReadContext): Result<readonly A[], string>;
  format(actions: readonly A[]): string;
}
