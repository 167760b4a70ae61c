/**
 * Everything that reads a text reads it to its end, in a number of steps that
 * grows as the text does. Steps are counted, not timed: how often each piece of
 * our code runs, as V8 counts it. A scanner that stands still is interrupted.
 */
import { shellQuote as q } from '../engine/base';
import { Session } from 'node:inspector';
import { Script } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actions2015_08, parseActions as parseLogicalActions, problemOf2015 } from '../engine/actions';
import { parseShell } from '../engine/commands';
import { terminal } from '../engine/commands/testing';
import { completionsAt, lex, NO_SETS, parse, symbols2015, symbolsToday } from '../engine/match';
import { parseActions, parseFlow, parseIpv6, parseMatch, parseSubfield } from '../engine/openflow';
import { parseDatum } from '../engine/ovsdb';
import { parsePortSecurity } from '../engine/northd';
import { decode, parseDumps, parseHex, readPcap } from '../packets';

const { run } = terminal('2015-08');
const symbols = symbolsToday();
const map = { key: { type: 'string' }, value: { type: 'string' }, min: 0, max: Infinity } as const;
const set = { key: { type: 'string' }, min: 0, max: Infinity } as const;

const SCANNERS: Readonly<Record<string, (text: string) => void>> = {
  'the shell': (text) => void parseShell(text),
  'options, columns and keys': (text) =>
    void run(
      `ovs-vsctl -- --${q(text)} set Bridge br-int ${q(text)}`,
      `ovs-vsctl set Bridge br-int ${q(`other_config:${text}`)}`,
    ),
  conditions: (text) => void run(`ovs-vsctl find Bridge ${q(`name${text}`)} ${q(`other_config:${text}`)}`),
  filters: (text) => void run(`help | grep ${q(text)}`, `help | grep -E ${q(text)}`, `help | head -n ${q(text)}`),
  traces: (text) => void run(`ovs-appctl ofproto/trace br-int ${q(text)}`),
  'match tokens': (text) => void lex(text),
  'match expressions': (text) => void parse(text, lex(text), symbols, NO_SETS),
  'match completions': (text) => void completionsAt(text, text.length, { symbols, ports: [], sets: NO_SETS }),
  'match of 2015': (text) => void problemOf2015(text),
  'logical actions': (text) =>
    void parseLogicalActions(text, { dialect: actions2015_08, symbols: symbols2015(), nextAllowed: true }),
  'OpenFlow matches': (text) => void parseMatch(text),
  'OpenFlow actions': (text) => void parseActions(text),
  flows: (text) => void parseFlow(`priority=1,${text} actions=${text}`),
  subfields: (text) => void parseSubfield(text),
  'IPv6 addresses': (text) => void parseIpv6(text),
  'OVSDB maps': (text) => void parseDatum(text, map),
  'OVSDB sets': (text) => void parseDatum(`[${text}`, set),
  'port security': (text) => void parsePortSecurity(text),
  hex: (text) => void parseHex(text),
  dumps: (text) => void parseDumps(`0000  ${text}`),
  captures: (text) => void readPcap(bytesOf(text)),
  packets: (text) => void decode(bytesOf(text)),
};

/** What some reader may stop at, pass over or count on: blanks of every kind, brackets, quotes, numbers, their pieces. */
const UNITS = [
  ...Array.from({ length: 0x21 }, (_, code) => String.fromCharCode(code)),
  ...Array.from('\u0085\u00a0\u1680\u180e\u2003\u200b\u2028\u2029\u202f\u205f\u3000\ufeff\ud800\udc00\uffff'),
  ...Array.from('"\'\\$`|;&<>(){}[]#!?*+-/.,:=@^%~'),
  ...['a', '0', '0x', '1/', 'a=', 'a(', '="', '/*', '*/', '//', '..', '::', '->', '&&', '||', '{=', '\\"', '${name}'],
  ...['ip4 ', 'ip,', 'a=b,', 'reg0[', 'next;', '00 ', '0000  00 00\n', '\u00d4\u00c3\u00b2\u00a1'],
];

const session = new Session();
beforeAll(() => {
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
});
afterAll(() => session.disconnect());

test.each(Object.keys(SCANNERS))('%s', (name) => {
  const scan = (length: number) => {
    for (const unit of UNITS) SCANNERS[name]?.(unit.repeat(length));
    for (const [index, unit] of UNITS.entries())
      SCANNERS[name]?.(`${unit}${UNITS[(index * 7 + 3) % UNITS.length] ?? ''}`.repeat(length / 2));
  };
  // Once, so that what is made when it is first needed is there.
  interruptible(() => scan(8));
  const few = stepsOf(() => scan(64));
  const many = stepsOf(() => scan(256));
  expect(few).toBeGreaterThan(0);
  // Four times the text: at most five times the steps, where going back again and again takes sixteen times as many.
  expect(many / few).toBeLessThan(5);
});

/** How often the pieces of our code ran. */
function stepsOf(work: () => void): number {
  taken();
  interruptible(work);
  return taken();
}

function taken(): number {
  let steps = 0;
  session.post('Profiler.takePreciseCoverage', (_, { result }) => {
    for (const { url, functions } of result)
      if (/\/src\/(engine|packets)\//.test(url))
        for (const { ranges } of functions) for (const { count } of ranges) steps += count;
  });
  return steps;
}

/** Ends what never ends by itself; anything that does takes a moment. */
function interruptible(work: () => void): void {
  Object.assign(globalThis, { workOfThisTest: work });
  new Script('workOfThisTest()').runInThisContext({ timeout: 40_000 });
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0) & 0xff);
}
