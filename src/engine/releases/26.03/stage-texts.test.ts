/** Every stage has a text: those that there are, and those that recorded databases of three releases name. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { unpack } from '../../archives';
import { finishWork, utf8Decode } from '../../base';
import { stageNames, stageTextOf } from './stage-texts';

it('there are 86 stages, each with words of its own', () => {
  expect(stageNames()).toHaveLength(86);
  for (const name of stageNames()) expect(stageTextOf(name)?.does, name).toMatch(/^[A-Z].*[.]$/);
});

it('what recorded databases name is explained', () => {
  const folder = 'recordings/databases';
  const named = new Set<string>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.tar.gz'))) {
    const { files } = finishWork(unpack('', new Uint8Array(readFileSync(`${folder}/${name}`)), () => true));
    const list = files.find(({ path }) => path.endsWith('/lflow-list.txt'));
    for (const [, stage = ''] of utf8Decode(list?.bytes ?? new Uint8Array()).matchAll(/^ {2}table=\d+ *\((l\w+)/gm))
      named.add(stage);
  }
  expect(named.size).toBeGreaterThan(86);
  expect([...named].filter((stage) => stageTextOf(stage) === undefined)).toEqual([]);
});

it('a name that every object has is no stage', () => {
  expect(stageTextOf('constructor')).toBeUndefined();
});
