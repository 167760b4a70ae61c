/** Actions of Pipeline rows in both dialects, and the OpenFlow made of them. */
import {
  actions2015_04,
  actions2015_08,
  encodeActions,
  formatPrerequisites,
  parseActions,
  type EncodeContext,
} from '../../src/engine/actions';
import { lex, NO_SETS, parse, symbols2015 } from '../../src/engine/match';
import { formatActions, parseActions as parseOpenFlow, toOpenFlow13 } from '../../src/engine/openflow';
import { Broken, type Door, must, mustEqual } from '../door';
import { logicalActions } from '../grammars/flows';
import { drawn } from '../grammars/values';
import { mutateText } from '../mutate';
import { once, recorded } from '../recordings';

const RECORDED = once(() => recorded('actions', 'actions'));
const SYMBOLS = once(symbols2015);
const TABLES: EncodeContext = {
  nextTable: 11,
  outputTable: 64,
  outport: 'reg7',
  lookupPort: (name) => (name === 'lsp1' ? 5 : undefined),
};

export const actions: Door = {
  id: 'actions',
  title: 'actions, both dialects',
  form: 'text',
  span: 1,
  cost: 1,
  setups: ['2015-04', '2015-08'],
  draw: (chance, pool) =>
    drawn(
      chance,
      RECORDED(),
      pool,
      () => logicalActions(chance),
      (text) => mutateText(text, RECORDED(), chance),
    ),
  open: (setup) => ({
    feed(text) {
      const dialect = setup === '2015-04' ? actions2015_04 : actions2015_08;
      const symbols = SYMBOLS();
      const parsed = parseActions(text, { dialect, symbols, nextAllowed: text.length % 2 === 0 });
      if (!parsed.ok) {
        const { range } = parsed.error;
        if (range)
          must(
            range.start >= 0 && range.start <= range.end && range.end <= text.length,
            'a problem outside of the text',
          );
        return parsed.error.code;
      }
      // Over OpenFlow 1.3, as ovn-controller tells a switch: the tool refuses a part of some fields that it prints otherwise.
      const printed = formatActions(toOpenFlow13(encodeActions(parsed.value.actions, TABLES)));
      const again = parseOpenFlow(printed);
      if (again.ok) mustEqual(printed, formatActions(again.value), 'the OpenFlow of the actions');
      else throw new Broken(`${printed} is refused: ${again.error.message}`);
      const needs = formatPrerequisites(parsed.value.prerequisites, symbols);
      const read = parse(needs, lex(needs), symbols, NO_SETS);
      must(read.ok, `the prerequisites ${needs} are refused`);
      return parsed.value.actions
        .map(({ kind }) => kind)
        .slice(0, 4)
        .join(' ');
    },
  }),
};
