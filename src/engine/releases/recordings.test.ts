/** ovn-northd of both releases against what the real ones wrote: Pipeline, bindings and `up` of every recorded deployment. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../base';
import { Northd } from '../northd';
import { Database } from '../ovsdb';
import { RELEASES, northboundOfDeployment, readRecordedDeployment, type Release } from '.';

type PipelineRow = [string, number, number, string, string];

interface RecordedCase {
  readonly deployment: unknown;
  readonly expect: {
    readonly Pipeline: PipelineRow[];
    readonly Bindings?: [string, string, string[], string[], number[]][];
    readonly Port_Binding?: [string, string | null, number, string[], string[], number[]][];
  };
}

const cases = readFileSync(new URL('../../../recordings/deployments.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Record<string, RecordedCase>);

describe.each(RELEASES)('northd $id', (release) => {
  it.each(cases.map((recorded, index) => ({ index, recorded: recorded[release.id]! })))(
    'writes what was recorded: case $index',
    ({ recorded }) => {
      const { nb, sb } = settled(release, recorded.deployment);
      const names = new Map(release.northbound.switches(nb).map(({ uuid, name }) => [uuid, name]));
      const pipeline = [...sb.rows('Pipeline').values()].map((row): PipelineRow => {
        const datapath = names.get(row.logical_datapath as never);
        return [datapath!, row.table_id as number, row.priority as number, row.match as string, row.actions as string];
      });
      expect(sorted(pipeline.map(freeFlood))).toEqual(sorted(recorded.expect.Pipeline.map(freeFlood)));

      const bindings = release.southbound.bindings(sb);
      const optional = <T>(value: T | undefined) => (value === undefined ? [] : [value]);
      const common = bindings.map(({ logicalPort, mac, parent, tag }) => [
        logicalPort,
        mac,
        optional(parent),
        optional(tag),
      ]);
      const { Bindings, Port_Binding } = recorded.expect;
      if (Bindings !== undefined) {
        expect(sorted(common)).toEqual(sorted(Bindings.map(([port, , mac, parent, tag]) => [port, mac, parent, tag])));
      }
      if (Port_Binding !== undefined) {
        expect(sorted(common)).toEqual(
          sorted(Port_Binding.map(([port, , , mac, parent, tag]) => [port, mac, parent, tag])),
        );
        expect(sorted(bindings.map(({ logicalPort, tunnelKey }) => [logicalPort, tunnelKey]))).toEqual(
          sorted(Port_Binding.map(([port, , key]) => [port, key])),
        );
      }
      expect(release.northbound.ports(nb).every(({ up }) => up === false)).toBe(true);
    },
  );
});

/** Both databases after ovn-northd has nothing left to do. */
function settled(release: Release, deployment: unknown) {
  const nb = new Database(release.schemas.nb, createRandom(1));
  const sb = new Database(release.schemas.sb, createRandom(2));
  const read = readRecordedDeployment(deployment);
  if (!read.ok) throw new Error(read.error.message);
  expect(nb.commit(northboundOfDeployment(release, nb, read.value, () => nb.newUuid()))).toMatchObject({ ok: true });
  const northd = new Northd(release.northd);
  for (let run = 0; run < 5; run++) {
    const asked = northd.run({ nb, sb }, 'all');
    if (asked.nb.length + asked.sb.length === 0) return { nb, sb };
    expect(sb.commit(asked.sb)).toMatchObject({ ok: true });
    expect(nb.commit(asked.nb)).toMatchObject({ ok: true });
  }
  throw new Error('ovn-northd does not come to rest');
}

/** The order of the copies that a flood makes is free. */
function freeFlood([sw, table, priority, match, actions]: PipelineRow): PipelineRow {
  const copies = actions.match(/outport = "(?:[^"\\]|\\.)*"; (?:next|resubmit);/g);
  return [sw, table, priority, match, copies === null ? actions : copies.sort().join(' ')];
}

function sorted(rows: readonly (readonly unknown[])[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
