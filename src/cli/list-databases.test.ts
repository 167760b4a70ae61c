import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { conformance } from './conform';
import { listDatabases } from './list-databases';

const FOLDER = 'recordings/databases';

function list(...inputs: readonly (readonly [path: string, bytes: Uint8Array])[]) {
  const said: string[] = [];
  const status = listDatabases(
    inputs.map(([path, bytes]) => ({ path, read: () => bytes })),
    { out: (line) => said.push(line), error: (line) => said.push(`! ${line}`) },
  );
  return { status, said };
}

const network = (name: string) => new Uint8Array(readFileSync(`${FOLDER}/${name}.tar.gz`));

it('tells what is in an archive, and which databases belong together', () => {
  const { status, said } = list(['a.tar.gz', network('26.03-acl')], ['b.tar.gz', network('24.03-acl')]);
  expect(status).toBe(0);
  expect(said).toContain('b.tar.gz/24.03-acl/sb.db: a database file of OVN_Southbound');
  expect(said).toContain('  OVN: 24.03.9 (northd says so)');
  expect(said.filter((line) => line.startsWith('b.tar.gz/24.03-acl/sb.db belongs'))).toEqual([
    'b.tar.gz/24.03-acl/sb.db belongs to b.tar.gz/24.03-acl/nb-cluster.db and b.tar.gz/24.03-acl/nb.db',
  ]);
});

it('tells what is damaged, by its status too', () => {
  const cut = network('26.03-acl').subarray(0, 50_000);
  const { status, said } = list(['a.tar.gz', cut]);
  expect(status).toBe(1);
  expect(said.filter((line) => line.startsWith('!')).length).toBeGreaterThan(0);
  expect(list(['x', new TextEncoder().encode('no database')]).status).toBe(2);
});

it('a recorded network opens, prints and traces as it was recorded', () => {
  const said: string[] = [];
  const read = () => '';
  const status = conformance('databases', [`${FOLDER}/26.03-acl.tar.gz`], read, {
    out: (line) => said.push(line),
    error: (line) => said.push(line),
  });
  expect([status, said.at(-1)]).toEqual([0, '27 passed, 0 failed']);
});
