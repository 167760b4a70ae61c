import { describe, expect, test } from 'vitest';
import type { ReachabilityPort, Uuid } from '../../bridge';
import { cellKind, changedCells, countCells } from './cells';
import { chosenOf, endsOf, failing, scopes } from './matrix-scope';
import { EVERYONE, linesOf, moved, portProblem } from './script-lines';

function port(name: string, switchName = 'sw0'): ReachabilityPort {
  const uuid = `00000000-0000-4000-8000-00000000000${switchName.slice(-1)}` as Uuid;
  return {
    name,
    switch: uuid,
    switchName,
    machine: 'hv1',
    iface: name,
    tag: null,
    mac: '00:00:00:00:00:01',
    ip: '10.0.0.1',
  };
}

const ports = [port('a'), port('b'), port('c'), port('other', 'sw1')];
const wanted = { from: 'a', to: 'b', kind: 'ping', port: '80' } as const;

describe('lines of a script', () => {
  test('a ping with all that belongs to it is four lines', () => {
    expect(
      linesOf(ports, { ...wanted, kind: 'ping-exchange' }).map(({ from, to, kind }) => `${kind} ${from} ${to}`),
    ).toEqual(['arp-request a b', 'arp-reply b a', 'ping a b', 'ping-reply b a']);
  });

  test('everyone is everyone of the same switch, but not oneself', () => {
    const pairs = (from: string, to: string) =>
      linesOf(ports, { ...wanted, from, to }).map((line) => line.from + line.to);
    expect(pairs(EVERYONE, EVERYONE)).toEqual(['ab', 'ac', 'ba', 'bc', 'ca', 'cb']);
    expect(pairs('a', EVERYONE)).toEqual(['ab', 'ac']);
    expect(pairs('a', 'other')).toEqual(['aother']);
    expect(pairs('a', 'a')).toEqual([]);
  });

  test('only TCP and UDP have a port, from 0 to 65535', () => {
    expect(linesOf(ports, { ...wanted, kind: 'tcp-syn', port: '443' })[0]).toEqual({
      from: 'a',
      to: 'b',
      kind: 'tcp-syn',
      port: 443,
    });
    expect(linesOf(ports, wanted)[0]).toEqual({ from: 'a', to: 'b', kind: 'ping' });
    expect(['65535', '65536', '', '-1', '8 0'].map((text) => portProblem('udp', text) === null)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(portProblem('ping', 'nonsense')).toBeNull();
  });

  test('move up and down, and not beyond the ends', () => {
    expect(moved(['x', 'y', 'z'], 1, -1)).toEqual(['y', 'x', 'z']);
    expect(moved(['x', 'y', 'z'], 2, 1)).toEqual(['x', 'y', 'z']);
    expect(moved(['x', 'y', 'z'], 0, -1)).toEqual(['x', 'y', 'z']);
  });
});

describe('cells of the matrix', () => {
  const rows = [
    [null, true, false, false],
    [true, null, true, false],
  ];

  test('tell what was lost from what was never meant to arrive', () => {
    expect([0, 1, 2, 3].map((column) => cellKind(ports, rows, 0, column))).toEqual([
      'self',
      'reached',
      'lost',
      'apart',
    ]);
    expect(cellKind(ports, rows, 2, 0)).toBe('unknown');
  });

  test('are counted by what they say', () => {
    expect(countCells(ports, rows)).toEqual({ self: 4, unknown: 6, reached: 3, lost: 1, apart: 2 });
  });
});

describe('what a change has changed', () => {
  const [a, b, c] = [port('a'), port('b'), port('c')];
  const before = {
    ports: [a, b],
    rows: [
      [null, true],
      [false, null],
    ],
  };

  test('is told by the names of ports, wherever they stand', () => {
    expect(changedCells(before, before)).toEqual(new Set());
    const turned = [
      [null, false],
      [true, null],
    ];
    expect(changedCells(before, { ports: [b, a], rows: turned })).toEqual(new Set());
    expect(changedCells(before, { ports: [a, b], rows: turned })).toEqual(new Set(['0 1', '1 0']));
  });

  test('is nothing where a port was not asked before, or is not asked now', () => {
    const rows = [
      [null, null, true],
      [true, null, true],
      [true, false, null],
    ];
    const changed = changedCells(before, { ports: [a, b, c], rows });
    expect(changed).toEqual(new Set(['1 0']));
    expect(endsOf(changed)).toEqual([0, 1]);
  });
});

describe('the ports that a matrix is about', () => {
  const many = [port('p10'), port('p2'), port('x', 'sw1'), port('p1')];

  test('are all, or those of a switch or hypervisor, in the order of their names', () => {
    expect(scopes(many)).toEqual(['hypervisor hv1', 'switch sw0', 'switch sw1']);
    expect(chosenOf(many, 'switch sw0').map((index) => many[index]?.name)).toEqual(['p1', 'p2', 'p10']);
    expect(chosenOf(many, '')).toHaveLength(4);
  });

  test('or those that are at an end of what fails', () => {
    const yes = [true, true, true, true];
    expect(failing(many, [yes, [true, null, false, false], yes, yes])).toEqual([1, 3]);
  });
});
