/**
 * Template values: ovn-controller replaces `^name` in a match by the value that
 * Chassis_Template_Var has for its chassis, and compiles what comes out. It writes
 * all tokens one after the other, without what was between them: `{^A ^B}` becomes
 * `{10.0.0.110.0.0.2}`. Blanks that keep nothing apart stay here, to be read. Places
 * in what comes out are brought back to the text as written.
 */
import { lex, type Token } from '../../engine/match';
import type { CompiledView, FlowLine, MatchAnalysis, StageNode, TextRange } from './match-protocol';

export interface Expanded {
  readonly text: string;
  /** The place in the text as written. */
  readonly back: (range: TextRange) => TextRange;
}

/** What two tokens with nothing between them become one by. */
const WORD_END = /[\w.:]$/;
const WORD_BEGIN = /^[\w.:]/;

export function expandTemplates(text: string, values: Readonly<Record<string, string>>): Expanded {
  const pieces: string[] = [];
  /** By stretch: where it begins in the result, and what it stands for in the source. */
  const stretches: { readonly at: number; readonly source: TextRange; readonly kept: boolean }[] = [];
  let length = 0;
  let from = 0;
  const push = (piece: string, source: TextRange, kept: boolean) => {
    if (piece === '') return;
    stretches.push({ at: length, source, kept });
    pieces.push(piece);
    length += piece.length;
  };
  const tokens = text.includes('^') ? lex(text) : [];
  const valueOf = ({ type, text: name }: Token) => (type === 'template' ? values[name] : undefined);
  for (const token of tokens.some((one) => valueOf(one) !== undefined) ? tokens : []) {
    const value = valueOf(token);
    const next = value ?? text.slice(token.start, token.end);
    const isGlued = WORD_END.test(pieces.at(-1) ?? '') && WORD_BEGIN.test(next);
    if (!isGlued) push(text.slice(from, token.start), { start: from, end: token.start }, true);
    push(next, { start: token.start, end: token.end }, value === undefined);
    from = token.end;
  }
  push(text.slice(from), { start: from, end: text.length }, true);
  const stretchAt = (offset: number) => stretches.findLast(({ at }) => at <= offset);
  const back = ({ start, end }: TextRange): TextRange => {
    const [first, last] = [stretchAt(start), stretchAt(Math.max(start, end - 1))];
    const place = (stretch: (typeof stretches)[number] | undefined, offset: number, edge: 'start' | 'end') => {
      if (stretch === undefined) return Math.min(offset, text.length);
      return stretch.kept ? stretch.source.start + offset - stretch.at : stretch.source[edge];
    };
    return { start: place(first, start, 'start'), end: place(last, end, 'end') };
  };
  return { text: pieces.join(''), back };
}

/** The analysis of an expanded text as one of the text as written. */
export function writtenAnalysis(analysis: MatchAnalysis, text: string, back: Expanded['back']): MatchAnalysis {
  const all = (ranges: readonly TextRange[]) => ranges.map(back);
  const node = (from: StageNode): StageNode => ({
    ...from,
    ranges: all(from.ranges),
    children: from.children.map(node),
  });
  const flow = (from: FlowLine): FlowLine => ({ ...from, ranges: all(from.ranges) });
  const compiled = (from: CompiledView): CompiledView => ({
    ...from,
    stages: from.stages.map((stage) => ({ ...stage, tree: node(stage.tree) })),
    flows: from.flows.map(flow),
    conjunctions: from.conjunctions.map((conjunction) => ({
      ...conjunction,
      clauses: conjunction.clauses.map((clause) => ({ ...clause, ranges: all(clause.ranges) })),
    })),
  });
  return {
    ...analysis,
    text,
    problems: analysis.problems.map((problem) => ({ ...problem, range: back(problem.range) })),
    compiled: analysis.compiled === null ? null : compiled(analysis.compiled),
    packets: analysis.packets.map((packet) => ({
      ...packet,
      reasons: packet.reasons.map((reason) => ({ ...reason, ranges: all(reason.ranges) })),
    })),
    spans: analysis.spans.map((span) => ({ ...span, ...back(span) })),
  };
}
