import { describe, expect, it } from 'vitest';
import { logFilter } from './log-filter';
import type { LogView } from './protocol';

const line = (seq: number, daemon: string, level: LogView['level'], message: string): LogView => ({
  seq,
  time: seq,
  daemon,
  level,
  module: 'binding',
  message,
  about: null,
});

const log = [
  line(0, 'ovn-northd', 'WARN', 'invalid MAC'),
  line(1, 'ovn-controller@hv1', 'INFO', 'Claiming lport p1'),
  line(2, 'ovn-controller@hv2', 'ERR', 'commit refused'),
];

describe('lines of the log', () => {
  it.each([
    ['all', { daemon: '', level: 'DBG', text: '' }, [0, 1, 2]],
    ['a level with the graver ones', { daemon: '', level: 'WARN', text: '' }, [0, 2]],
    ['one daemon', { daemon: 'ovn-controller@hv1', level: 'DBG', text: '' }, [1]],
    ['a text in any case', { daemon: '', level: 'DBG', text: ' mac' }, [0]],
    ['a module', { daemon: '', level: 'ERR', text: 'BINDING' }, [2]],
  ] as const)('%s', (_, filter, seqs) => {
    expect(log.filter(logFilter(filter)).map(({ seq }) => seq)).toEqual(seqs);
  });
});
