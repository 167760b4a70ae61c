/** Flows as text: what is accepted is printed, and what is printed reads as the same flow. */
import { flowKey, formatFlow, parseFlow } from '../../src/engine/openflow';
import { Broken, type Door, type Visit, must, mustEqual } from '../door';
import { flowHead, flowMatch, flowText } from '../grammars/flows';
import { drawn } from '../grammars/values';
import { mutateText } from '../mutate';
import { once, recorded } from '../recordings';

const FLOWS = once(() => [...recorded('packets', 'flow'), ...recorded('packets', 'parsed')]);
const OPENFLOW = once(() => recorded('actions', 'openflow'));

export const flow: Door = {
  id: 'flow',
  title: 'flow syntax',
  form: 'text',
  span: 1,
  cost: 1,
  setups: [''],
  draw: (chance, pool) =>
    drawn(
      chance,
      FLOWS(),
      pool,
      () => `${chance.oneIn(2) ? flowMatch(chance) : flowHead(chance)},actions=drop`.replace(/^,/, ''),
      (text) =>
        text.includes('actions')
          ? mutateText(text, FLOWS(), chance)
          : `${mutateText(text, FLOWS(), chance)},actions=drop`,
    ),
  open: () => visit,
};

export const flowActions: Door = {
  id: 'flow-actions',
  title: 'flows with actions',
  form: 'text',
  span: 1,
  cost: 1,
  setups: [''],
  draw: (chance, pool) =>
    drawn(
      chance,
      OPENFLOW().map((text) => `tcp,actions=${text}`),
      pool,
      () => flowText(chance),
      (text) => mutateText(text, OPENFLOW(), chance),
    ),
  open: () => visit,
};

const visit: Visit = {
  feed(text) {
    for (const command of ['delete', 'filter', 'modify'] as const)
      parseFlow(text, { command, strict: text.length % 2 === 0 });
    const first = parseFlow(text);
    if (!first.ok) {
      const { range } = first.error;
      if (range)
        must(range.start >= 0 && range.start <= range.end && range.end <= text.length, 'a problem outside of the text');
      return first.error.code;
    }
    const { entry, normalization } = first.value;
    for (const modern of [false, true]) {
      const printed = formatFlow(entry, { modern });
      const second = parseFlow(printed);
      if (!second.ok) throw new Broken(`${printed} is refused: ${second.error.message}`);
      mustEqual(flowKey(entry), flowKey(second.value.entry), `the match of ${printed}`);
      mustEqual(printed, formatFlow(second.value.entry, { modern }), 'the printed flow');
    }
    return `${entry.actions
      .map(({ type }) => type)
      .slice(0, 4)
      .join(' ')}${normalization === undefined ? '' : ', normalized'}`;
  },
};
