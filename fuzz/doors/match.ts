/** The match language as the match lab uses it, and matches printed and read again. */
import {
  createConstantSets,
  lex,
  parse,
  printExpr,
  symbols2015,
  symbolsToday,
  type SymbolTable,
} from '../../src/engine/match';
import { createMatchSession } from '../../src/ui/bridge/match-session';
import type { MatchContext, TestPacket } from '../../src/ui/bridge/match-protocol';
import { Broken, type Door, must, mustEqual } from '../door';
import { matchExpression } from '../grammars/match';
import { drawn } from '../grammars/values';
import { mutateText } from '../mutate';
import { once, recorded } from '../recordings';

export const MATCHES = once(() => recorded('match', 'match'));

const CONTEXT: Omit<MatchContext, 'symbols'> = {
  addressSets: { set1: ['10.0.0.1', '10.0.0.2'], set2: ['::1', '::2'] },
  portGroups: { pg1: ['lsp1', 'lsp2'] },
  ports: [
    { name: 'lsp1', key: 0x11 },
    { name: 'lsp2', key: 0x12 },
  ],
};
const PACKETS: readonly TestPacket[] = [
  { id: 'a', name: 'a', kind: 'microflow', text: 'ip4.src == 10.0.0.1 && tcp.dst == 80', inport: '', outport: '' },
  { id: 'b', name: 'b', kind: 'hex', text: 'ffffffffffff000000000001080045000014', inport: 'lsp1', outport: '' },
];

/** What a session says depends on its last compilation only: no need to begin afresh for each text. */
const SPAN = 200;

export const match: Door = {
  id: 'match',
  title: 'match expressions (analyse, complete, hover)',
  form: 'text',
  span: SPAN,
  cost: 4,
  setups: ['today', '2015'],
  draw: (chance, pool) =>
    drawn(
      chance,
      MATCHES(),
      pool,
      () => matchExpression(chance),
      (text) => mutateText(text, MATCHES(), chance),
    ),
  open(setup) {
    const session = createMatchSession({ now: () => 0 });
    const symbols = setup === 'today' ? symbolsToday() : symbols2015();
    session.setContext({ ...CONTEXT, symbols: setup === 'today' ? 'today' : '2015' });
    let count = 0;
    return {
      feed(text) {
        count += 1;
        const { compiled, problems } = session.analyse({ text, packets: PACKETS, focus: count % 2 === 0 ? 'a' : 'b' });
        for (const { range } of problems)
          must(
            range.start >= 0 && range.start <= range.end && range.end <= text.length,
            `a problem at ${range.start} to ${range.end} is outside of the text`,
          );
        const at = text.length === 0 ? 0 : (count * 7) % text.length;
        session.completions(text, at);
        session.hover(text, at);
        printsAsItself(text, symbols);
        return compiled === null
          ? (problems[0]?.code ?? '')
          : `${problems.length} warnings, ${String(compiled.flowCount).length} digits of flows`;
      },
    };
  },
};

const SETS = createConstantSets(CONTEXT.addressSets, CONTEXT.portGroups);

function printsAsItself(text: string, symbols: SymbolTable): void {
  const first = parse(text, lex(text), symbols, SETS);
  if (!first.ok) return;
  const printed = printExpr(first.value);
  const second = parse(printed, lex(printed), symbols, SETS);
  if (second.ok) mustEqual(printed, printExpr(second.value), 'the printed match');
  // OVN prints a masked nominal field so, and refuses to read it again; recordings have us do both.
  else if (!second.error.message.startsWith('Cannot select subfield of nominal field'))
    throw new Broken(`${printed} is refused: ${second.error.message}`);
}

/** Two expressions in one input, one a line. */
export const matchPair: Door = {
  id: 'match-pair',
  title: 'match: make a packet, compare two',
  form: 'text',
  span: SPAN,
  cost: 4,
  setups: ['today', '2015'],
  draw: (chance, pool) =>
    drawn(
      chance,
      MATCHES(),
      pool,
      () => `${matchExpression(chance)}\n${chance.oneIn(3) ? chance.pick(MATCHES()) : matchExpression(chance)}`,
      (text) => `${mutateText(text, MATCHES(), chance)}\n${text}`,
    ),
  open(setup) {
    const session = createMatchSession({ now: () => 0 });
    session.setContext({ ...CONTEXT, symbols: setup === 'today' ? 'today' : '2015' });
    return {
      feed(input) {
        const [left = '', right = ''] = input.split('\n');
        const compared = session.compare(left, right);
        const [matching, failing] = [session.make(left, 'matching'), session.make(left, 'failing')];
        return [compared, matching, failing].map((result) => (result.ok ? 'ok' : result.error.code)).join(' ');
      },
    };
  },
};
