/** Flows of switches, above all for what recordings do not show: rows of the databases, then flows by stage and rule. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { flowCases, flowsOf, foundFlows } from '../testing';
import { SWITCH_RULES } from './index';

const cases = flowCases(readFileSync(new URL('switch.cases.txt', import.meta.url), 'utf8'));

describe('flows of switches', () => {
  it.each(cases)('$title', (wanted) => {
    expect(foundFlows(SWITCH_RULES, wanted).join('\n')).toBe(wanted.expected.join('\n'));
  });

  it('says of each flow why it is there', () => {
    const flows = cases.flatMap(({ rows }) => flowsOf(SWITCH_RULES, rows));
    expect(flows.filter((flow) => !/^(ovn-controller |[A-Z]).*\.$/.test(flow.why()))).toEqual([]);
  });
});
