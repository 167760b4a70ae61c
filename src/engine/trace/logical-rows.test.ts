/** The Pipeline that a trace reads stays in step with its deployment, and leaves out no row that a packet matches. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../match';
import { BROADCAST, MAC_1, MAC_2, MAC_3, network, packet, traced, type } from '../scenario/testing';
import { RELEASES } from '../releases';
import type { Deployment } from '../sim';
import { extract } from '../vswitch';
import { LogicalRows, logicalRowsOf } from './logical-rows';
import type { LogicalTable } from './logical-rows';
import { readerOf } from './logical-trace';

/** Every table of every datapath. */
function tables(deployment: Deployment, rows: LogicalRows): readonly LogicalTable[] {
  const { release, nb } = deployment;
  return release.northbound
    .switches(nb)
    .flatMap(({ uuid }) =>
      release.stages.all.flatMap(({ direction, number }) => rows.table(uuid, direction, number) ?? []),
    );
}

const contents = (deployment: Deployment, rows: LogicalRows) =>
  tables(deployment, rows).map((table) =>
    table.rows().map(({ flow: { uuid, match, actions } }) => `${uuid} ${match} ${actions}`),
  );

const PACKETS = [MAC_1, MAC_2, MAC_3, BROADCAST].flatMap((ethDst) => [
  packet('ping', { ethDst }),
  packet('arp-request', { ethDst, ethSrc: MAC_3 }),
]);

const ACLS = [
  { switch: 'sw0', priority: 100, match: 'ip4 && outport == "sw0-port2"', action: 'drop' },
  { switch: 'sw0', priority: 100, match: 'eth.type == {0x806, 0x800}', action: 'allow' },
];

describe.each(RELEASES)('the Pipeline of $id', ({ id, symbols }) => {
  const steps: readonly (readonly [string, (deployment: Deployment) => unknown])[] = [
    [
      'another port',
      (deployment) => {
        type(deployment, 'ovn-nbctl lport-add sw0 third', `ovn-nbctl lport-set-macs third ${MAC_3}`);
      },
    ],
    ['an undone action', (deployment) => deployment.undo()],
    ['an action done again', (deployment) => deployment.redo()],
    [
      'no port any more',
      (deployment) => {
        type(deployment, 'ovn-nbctl lport-del sw0-port2');
      },
    ],
    ['an earlier moment', (deployment) => deployment.goTo(Math.floor(deployment.position / 2))],
    ['its latest moment', (deployment) => deployment.goTo(deployment.history.length)],
  ];

  it('is followed through changes and time travel', () => {
    const deployment = network(id, { acls: ACLS });
    traced(deployment, packet('ping'));
    for (const [what, change] of steps) {
      change(deployment);
      const followed = contents(deployment, logicalRowsOf(deployment));
      expect(followed, what).toEqual(contents(deployment, new LogicalRows(deployment)));
    }
  });

  it('has every row among the candidates that a packet matches', () => {
    const deployment = network(id, { acls: ACLS });
    for (const table of tables(deployment, logicalRowsOf(deployment))) {
      for (const bytes of PACKETS) {
        for (const port of ['', 'sw0-port1', 'sw0-port2']) {
          const reader = readerOf(symbols, extract(bytes), port, 'sw0-port2');
          const candidates = new Set(table.candidates(reader));
          const matching = table.rows().filter(({ meaning }) => meaning && evaluate(meaning.expr, reader));
          expect(matching.filter((row) => !candidates.has(row))).toEqual([]);
        }
      }
    }
  });
});
