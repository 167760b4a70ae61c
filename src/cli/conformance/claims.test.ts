/** Ports that nobody has claimed yet are claimed as the real ovn-controllers of the recordings had claimed them. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { hypervisor26_03 } from '../../engine/releases';
import type { Database } from '../../engine/ovsdb';
import { answersOf, readHypervisors, recordedOpenVSwitch, recordedSouthbound } from './recorded-hypervisor';
import { asText, field } from './recorded-json';

const EVERY = 9;

const CASES: readonly (readonly [id: string, json: unknown])[] = gunzipSync(
  readFileSync('recordings/deployments-today.jsonl.gz'),
)
  .toString('utf8')
  .split('\n')
  .filter((line, i) => line !== '' && i % EVERY === 1)
  .map((line): unknown => JSON.parse(line))
  .map((json) => [asText(field(json, 'id')), json]);

const compiler = new hypervisor26_03.LogicalCompiler();

test.each(CASES)('%s', (_, json) => {
  const recorded = recordedSouthbound(json);
  const sb = recordedSouthbound(json);
  const ports = Array.from(sb.rows('Port_Binding').keys());
  commit(
    sb,
    ports.map((uuid) => ({ op: 'update', table: 'Port_Binding', uuid, row: { chassis: [], up: [false] } })),
  );
  const hypervisors = readHypervisors(json);
  const controllers = hypervisors.map((hypervisor) => {
    const [answers = new Set<string>()] = answersOf(recorded, hypervisor.name, []);
    const features = { zeroSnat: true, symmetricHash: true, meters: true };
    return {
      ovs: recordedOpenVSwitch(hypervisor, hypervisors, answers),
      controller: new hypervisor26_03.Controller({ compiler, features }),
    };
  });
  for (let round = 0; round < 4; round++) {
    for (const { controller, ovs } of controllers) commit(sb, controller.run({ sb, ovs }, 'all').sb);
  }
  expect(claimed(sb)).toEqual(claimed(recorded));
  for (const { controller, ovs } of controllers) expect(controller.run({ sb, ovs }, 'all').sb).toEqual([]);
});

function claimed(sb: Database): unknown {
  return Array.from(sb.rows('Port_Binding').values(), ({ logical_port: port, chassis, up }) => [port, chassis, up]);
}

function commit(database: Database, edits: Parameters<Database['commit']>[0]): void {
  const done = database.commit(edits);
  if (!done.ok) throw new Error(JSON.stringify(done.error));
}
