/** Flows of routers, above all for what recordings do not show: rows of the databases, then flows by stage and rule. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { flowCases, flowsOf, foundFlows } from '../testing';
import { ROUTER_RULES } from './index';

const cases = flowCases(readFileSync(new URL('router.cases.txt', import.meta.url), 'utf8'));

describe('flows of routers', () => {
  it.each(cases)('$title', (wanted) => {
    expect(foundFlows(ROUTER_RULES, wanted).join('\n')).toBe(wanted.expected.join('\n'));
  });

  it('says of each flow why it is there', () => {
    const flows = cases.flatMap(({ rows }) => flowsOf(ROUTER_RULES, rows));
    expect(flows.filter((flow) => !/^.+\.$/.test(flow.why()))).toEqual([]);
  });
});
