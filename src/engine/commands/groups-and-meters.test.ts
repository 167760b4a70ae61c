/** What a switch of today has besides flows, as the real programs show it (`groups-and-meters.session.txt`). */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { terminal } from './testing';

const session = readFileSync(new URL('groups-and-meters.session.txt', import.meta.url), 'utf8');

const parts = session
  .trimEnd()
  .split(/^# /m)
  .slice(1)
  .map((part) => part.split('\n').filter((line) => line !== ''))
  .map(([title = '', ...lines]) => ({ title, lines }));

it.each(parts)('$title', ({ lines }) => {
  const { deployment, run } = terminal('26.03', []);
  deployment.addMachine('hv1');
  run('as hv1', 'ovs-vsctl add-br br9');
  for (const n of [1, 2, 3]) run(`ovs-vsctl add-port br9 q${n} -- set interface q${n} ofport_request=${n}`);
  const told = lines
    .filter((line) => line.startsWith('> '))
    .flatMap((line) => [line, ...run(line.slice(2)).split('\n')])
    // What the terminal notes for its reader is no part of the program.
    .filter((line) => line !== '' && !line.startsWith('('));
  expect(told).toEqual(lines);
});
