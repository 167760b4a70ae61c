/** Packets of today's OVN, told in both languages: what was looked up, what was changed, why it ended where it did. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lab } from './testing';

const UUIDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

interface Case {
  readonly commands: readonly string[];
  readonly packet: readonly [machine: string, iface: string, flow: string];
  readonly expected: string;
}

function cases(text: string): readonly Case[] {
  return text
    .split(/\n\n+/)
    .map((block) => block.split('\n').filter((line) => line !== '' && !line.startsWith('#')))
    .filter((lines) => lines.length > 0)
    .map((lines) => {
      const at = lines.findIndex((line) => line.startsWith('> '));
      const [machine = '', iface = '', flow = ''] = (lines[at] ?? '').slice(2).split(' ');
      return {
        commands: lines.slice(0, at),
        packet: [machine, iface, flow],
        expected: lines
          .slice(at + 1)
          .map((line) => line.trim())
          .join('\n'),
      };
    });
}

const untouched = lab();

function withoutUuids(text: string): string {
  return text.replaceAll(UUIDS, 'UUID');
}

describe('what is said of a drop', () => {
  it.each(cases(readFileSync(new URL('drops.cases.txt', import.meta.url), 'utf8')))(
    '$commands $packet',
    ({ commands, packet, expected }) => {
      const { run, send } = commands.length === 0 ? untouched : lab();
      for (const command of commands) expect(run(command)).toBe('');
      const { verdict, agreement } = send(...packet);
      const fixes = verdict.drops.flatMap((drop) => drop.fixes);
      const told = [verdict.sentence, ...fixes.flatMap(({ label, commands: fix }) => [`[${label}]`, ...fix])];
      expect(withoutUuids(told.join('\n'))).toBe(expected);
      expect(agreement.differences).toEqual([]);
      // What is offered helps.
      const [fix] = fixes;
      if (fix === undefined) return;
      for (const command of fix.commands) expect(run(command)).toBe('');
      expect(send(...packet).verdict.sentence).not.toBe(verdict.sentence);
    },
  );
});
