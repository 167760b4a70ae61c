/** Whether a rule matches one packet, and where it first fails. */
import { evaluate, placesOf, printExpr, type Expr, type FieldReader } from '../match';
import type { Rules } from './rules';

export type Answer =
  | { readonly kind: 'matches' }
  /** `at` is the first part joined by && that is false, as it is written. */
  | { readonly kind: 'fails'; readonly at: string }
  /** It does not compile, so that ovn-controller leaves it out. */
  | { readonly kind: 'broken' };

export function answerFor(rules: Rules, index: number, packet: FieldReader): Answer {
  const read = rules.read(index);
  if (!read.ok) return { kind: 'broken' };
  const { annotated } = read.value;
  const terms = annotated.kind === 'and' ? annotated.terms : [annotated];
  const failing = terms.find((term) => !evaluate(term, packet));
  return failing === undefined
    ? { kind: 'matches' }
    : { kind: 'fails', at: writtenPart(failing, rules.list[index]?.match ?? '') };
}

/** Characters of a part. */
const LONGEST = 120;

function writtenPart(term: Expr, text: string): string {
  const places = placesOf(term);
  let [start, end] = [text.length, 0];
  for (const place of places) {
    start = Math.min(start, place.start);
    end = Math.max(end, place.end);
  }
  // The set's closing brace is not of any of its members.
  if (text.charAt(end) === '}') end++;
  const part = start < end ? text.slice(start, end) : printExpr(term);
  return part.length > LONGEST ? `${part.slice(0, LONGEST - 1)}…` : part;
}
