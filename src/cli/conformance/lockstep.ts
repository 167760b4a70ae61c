/**
 * `ovn conformance lockstep`: packets that Open vSwitch of today traced, followed through the recorded switches of all
 * hypervisors: each table meets the row that the logical language says.
 */
import { symbolsToday } from '../../engine/match';
import { languageOf } from '../../engine/releases';
import { logicalHalfOf } from '../../engine/trace';
import { attempted, readFlowTrace } from './ofproto-trace';
import { recordedTables } from './ovn-trace';
import { RecordedJourneys } from './recorded-journey';
import { asText, field, list } from './recorded-json';

export function conformLockstep(
  lines: readonly string[],
  print: (line: string) => void,
): { readonly passed: number; readonly failed: number } {
  const actions = languageOf('26.03');
  if (actions === undefined) throw new Error('nobody knows the actions of 26.03');
  const language = { symbols: symbolsToday(), actions };
  let [passed, failed] = [0, 0];
  for (const line of lines) {
    const json: unknown = JSON.parse(line);
    const journeys = new RecordedJourneys(json);
    const tables = recordedTables(field(json, 'southbound'));
    for (const { chassis, flow } of list(json, 'ofproto-trace').map(readFlowTrace)) {
      const difference = attempted(() => {
        const { agreement } = logicalHalfOf(tables, language, journeys.run(chassis, flow));
        return agreement.agree ? undefined : agreement.differences.map((text) => `  ${text}`).join('\n');
      });
      if (difference === undefined) passed += 1;
      else {
        failed += 1;
        print(`${asText(field(json, 'id'))}: on ${chassis} '${flow}'\n${difference}`);
      }
    }
  }
  return { passed, failed };
}
