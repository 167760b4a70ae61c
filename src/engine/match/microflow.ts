/** A match read as the description of one packet, as ovn-trace(8) does ("Microflow"). */
import { err, ok, type Problem, type Result } from '../base';
import { bitsToBigInt } from './bits';
import { compile, type CompileOptions } from './compile';
import type { Expr } from './expr';
import type { PacketValues } from './flow-reader';
import { printExpr } from './print';

/** What a microflow says of one field. */
export type Assignment =
  | { readonly symbol: string; readonly value: bigint; /** The bits it speaks of. */ readonly mask: bigint }
  | { readonly symbol: string; readonly text: string };

export interface Microflow extends PacketValues {
  /** In the order of the normal form: by name. */
  readonly assignments: readonly Assignment[];
}

/**
 * Fails where the match does not describe a packet: when it contradicts itself,
 * and when it leaves a choice. Bits that it does not mention are 0.
 */
export function microflow(
  text: string,
  options: Pick<CompileOptions, 'symbols' | 'sets' | 'limit'>,
): Result<Microflow> {
  const compiled = compile(text, options);
  if (!compiled.ok) return compiled;
  const { annotated, normalized } = compiled.value;
  const range = { start: 0, end: text.length };
  const ambiguous: Problem = {
    code: 'ambiguous',
    message: `Constraints are ambiguous: ${printExpr(annotated)}.`,
    range,
    hint: 'A packet needs one value for each field. For TCP over IPv4, for example, say ip4 && tcp.',
  };
  if (normalized.kind === 'constant' && !normalized.value) {
    return err({ code: 'contradictory', message: 'Constraints are contradictory.', range });
  }
  const terms: readonly Expr[] = normalized.kind === 'and' ? normalized.terms : [normalized];
  const assignments: Assignment[] = [];
  const numbers = new Map<string, bigint>();
  const strings = new Map<string, string>();
  for (const term of terms) {
    if (term.kind === 'or' || term.kind === 'and') return err(ambiguous);
    if (term.kind === 'string') {
      strings.set(term.symbol.name, term.text);
      assignments.push({ symbol: term.symbol.name, text: term.text });
    } else if (term.kind === 'number') {
      const value = bitsToBigInt(term.value);
      numbers.set(term.symbol.name, value);
      assignments.push({ symbol: term.symbol.name, value, mask: bitsToBigInt(term.mask) });
    }
  }
  return ok({ assignments, numbers, strings });
}
