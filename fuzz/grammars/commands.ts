/** Command lines: the programs' own tables of commands, with arguments that mostly exist. */
import { shellQuote } from '../../src/engine/base';
import { describeCommands, type ProgramDescription } from '../../src/engine/commands';
import { release2015_08 } from '../../src/engine/releases';
import type { Chance } from '../chance';
import { NASTY, NUMBERS } from '../nasty';
import { once } from '../recordings';
import { flowHead, flowMatch, flowText } from './flows';
import { matchExpression } from './match';
import { value } from './values';

const PROGRAMS = once(() => describeCommands(release2015_08));
const FILTERS = [
  'grep -E',
  'grep -v',
  'grep -c',
  'grep -F',
  'sort -r',
  'sort -n',
  'uniq -c',
  'head -n 3',
  'tail -2',
  'wc -l',
  'cat',
];

const TABLES = [
  'Logical_Switch',
  'Logical_Port',
  'ACL',
  'Pipeline',
  'Chassis',
  'Bindings',
  'Binding',
  'Encap',
  'Bridge',
  'Port',
  'Interface',
  'Open_vSwitch',
  'open',
  'br',
  'Controller',
  'nosuch',
];
const COLUMNS = [
  'name',
  'macs',
  'up',
  'enabled',
  'external_ids',
  'external-ids',
  'ports',
  'match',
  'priority',
  'action',
  'tag',
  'parent',
  'type',
  'options',
  'ofport',
  'ofport_request',
  'fail_mode',
  'other_config',
  '_uuid',
  'chassis',
  'logical_port',
  'tunnel_key',
  'ip',
  'interfaces',
  'bridges',
];

/** What stands in the place of each word of a usage line. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  LSWITCH: ['sw0', 'sw1', 'sw2', 'nosuch'],
  LPORT: ['sw0-port1', 'sw0-port2', 'p1', 'p2', 'nosuch'],
  PARENT: ['sw0-port1', 'p1', 'br-int', 'br0'],
  TAG: ['0', '1', '42', '4095', '4096'],
  VLAN: ['0', '9', '4095', '4096'],
  MAC: ['00:00:00:00:00:01', '00:00:00:00:00:02', 'unknown', 'garbage'],
  ADDRS: ['00:00:00:00:00:01', '00:00:00:00:00:02 10.0.0.2', 'junk'],
  STATE: ['enabled', 'disabled', 'maybe'],
  TYPE: ['', 'vtep', 'localnet'],
  CHASSIS: ['hv1', 'hv2', 'hv3'],
  'ENCAP-TYPE': ['geneve', 'stt', 'vxlan', 'gre'],
  'ENCAP-IP': ['192.168.0.1', '192.168.0.9', '::1'],
  TABLE: TABLES,
  RECORD: ['sw0', 'sw0-port1', 'hv1', 'br-int', 'vif1', '.', 'nosuch', '00000000-0000-0000-0000-000000000000'],
  BRIDGE: ['br-int', 'br0', 'br1', 'nosuch'],
  PORT: ['vif1', 'vif2', 'p0', 'LOCAL', '1'],
  IFACE: ['vif1', 'vif2', 'i0'],
  MODE: ['secure', 'standalone', 'x'],
  SERVER: ['unix:/sandbox/db.sock', 'tcp:127.0.0.1:6640'],
  DATABASE: ['OVN_Northbound', 'OVN_Southbound', 'Open_vSwitch', 'nosuch'],
  MACHINE: ['hv1', 'hv2', 'hv3', 'main'],
  NAME: ['hv1', 'hv4', 'a b', 'é'],
  DAEMON: ['ovn-northd', 'ovn-controller', 'ovn-controller@hv2', 'ovs-vswitchd'],
  PROGRAM: ['ovn-nbctl', 'ovs-vsctl', 'grep', 'nosuch'],
  COMMAND: ['show', 'add-br', 'list'],
  KEY: ['k', 'iface-id', 'system-id', 'ovn-remote', '__proto__'],
  VALUE: ['v', '1', 'true', '{a=b}', '[1,2]', '"q"'],
  'KEY=VALUE': ['a=b', 'tag=5', '__proto__=x', '=', 'bad'],
};

/** A line for one program, or for any with pipes, quotes and variables. */
export function commandLine(chance: Chance, program?: string): string {
  if (program !== undefined && !chance.oneIn(8)) return single(chance, program);
  const names = PROGRAMS()
    .filter(({ place }) => place !== 'filter')
    .map(({ name }) => name);
  const one = () => single(chance, program ?? chance.pick(names));
  const piped = () => [one(), ...chance.some(() => filter(chance), 2)].join(' | ');
  const line = [piped(), ...chance.some(piped, 1)].join(chance.pick([' ; ', ' && ', ';', ' || ', '\n']));
  return chance.oneIn(10) ? `$ ${line}` : line;
}

function filter(chance: Chance): string {
  const name = chance.pick(FILTERS);
  return name.startsWith('grep')
    ? `${name} ${shellQuote(chance.pick(['a', '^sw', '(a+)+$', '[', '.*x', 'é', '\\d{3,}', ...NASTY.slice(0, 40)]))}`
    : name;
}

function single(chance: Chance, program: string): string {
  const found = PROGRAMS().find(({ name }) => name === program);
  if (found === undefined) return program;
  const options = chance.oneIn(8) && found.options.length > 0 ? [option(chance, chance.pick(found.options))] : [];
  const commands = [command(chance, found)];
  if (chance.oneIn(6)) commands.push('--', command(chance, found));
  return [program, ...options, ...commands].filter((part) => part !== '').join(' ');
}

function command(chance: Chance, { commands, usage, name }: ProgramDescription): string {
  if (commands.length === 0) return words(chance, usage, name);
  const chosen = chance.pick(commands);
  const options = chance.oneIn(4) && chosen.options.length > 0 ? [option(chance, chance.pick(chosen.options))] : [];
  return [...options, chosen.name, words(chance, chosen.usage, name)].join(' ');
}

function option(chance: Chance, text: string): string {
  return text.endsWith('=') ? `${text}${chance.pick(['1', 'x', '@a', 'json', 'list', 'name', ...NUMBERS])}` : text;
}

/** The arguments of a usage line; what is optional comes half of the time, what may repeat up to three times. */
function words(chance: Chance, usage: string, program: string): string {
  const parts = usage.match(/\[[^\]\s]*\[[^\]]*\][^\s]*|\[[^\]]*\](?:\.\.\.)?|\S+/g) ?? [];
  const result: string[] = [];
  for (const part of parts) {
    const optional = part.startsWith('[') && part.includes(']') && !part.startsWith('[KEY=]');
    const repeats = part.includes('...') ? chance.below(3) : 1;
    if (optional && chance.oneIn(2)) continue;
    for (let count = Math.max(repeats, optional ? 0 : 1); count > 0; count--) {
      for (const name of part
        .replace(/\.\.\./g, '')
        .replace(/^\[|\]$/g, '')
        .split(' '))
        result.push(argument(chance, name, program));
    }
  }
  if (chance.oneIn(20)) result.push(chance.pick(NASTY).slice(0, 200));
  return result.join(' ');
}

function argument(chance: Chance, name: string, program: string): string {
  if (chance.oneIn(25)) return shellQuote(chance.pick(NASTY).slice(0, 300));
  if (name === 'FLOW') {
    if (program === 'ovs-appctl')
      return shellQuote(`in_port=${chance.pick(['1', '2', 'LOCAL', '9'])},${flowMatch(chance)}`);
    return shellQuote(chance.oneIn(3) ? flowHead(chance) : flowText(chance));
  }
  if (name === 'TRANSACTION') return shellQuote(transaction(chance));
  if (name === 'PACKET') return chance.pick(['ffffffffffff00000000000108004500', '0', 'xx']);
  if (name.startsWith('COLUMN')) {
    const column = chance.pick(COLUMNS) + (chance.oneIn(3) ? `:${chance.pick(ARGUMENTS.KEY ?? [''])}` : '');
    if (!name.includes('=')) return column;
    return shellQuote(`${column}${chance.pick(['=', '=', '=', '!=', '{<}', ''])}${databaseValue(chance)}`);
  }
  return shellQuote(
    chance.pick(ARGUMENTS[name] ?? (name.includes('VALUE') ? ['a', 'a=b', '5'] : [name.toLowerCase()])),
  );
}

function databaseValue(chance: Chance): string {
  return chance.pick([
    'x',
    'true',
    '5',
    '[]',
    '{}',
    'a=b',
    '[a,b]',
    '"q\\n"',
    '@a',
    '-1',
    'secure',
    'p1',
    value(chance),
    matchExpression(chance),
  ]);
}

/** A transaction as ovsdb-client takes it: mostly right operations on tables that exist. */
export function transaction(chance: Chance): string {
  const operation = () => {
    const table = chance.pick(TABLES);
    const row = Object.fromEntries(chance.some(() => [chance.pick(COLUMNS), atom(chance)] as const, 3));
    const where = chance.oneIn(3)
      ? []
      : [[chance.pick(COLUMNS), chance.pick(['==', '!=', 'includes', '<', 'excludes']), atom(chance)]];
    switch (chance.below(8)) {
      case 0:
      case 1:
        return {
          op: 'insert',
          table,
          row,
          ...(chance.oneIn(3) ? { 'uuid-name': chance.pick(['a', 'b', 'a-b']) } : {}),
        };
      case 2:
        return { op: 'select', table, where, columns: chance.some(() => chance.pick(COLUMNS), 3) };
      case 3:
        return { op: 'update', table, where, row };
      case 4:
        return {
          op: 'mutate',
          table,
          where,
          mutations: [[chance.pick(COLUMNS), chance.pick(['insert', 'delete', '+=', '/=']), atom(chance)]],
        };
      case 5:
        return { op: 'delete', table, where };
      case 6:
        return { op: 'wait', timeout: 0, table, where, columns: ['name'], until: '==', rows: [row] };
      default:
        return chance.pick([
          { op: 'comment', comment: 'c' },
          { op: 'abort' },
          { op: 'commit', durable: true },
          { op: 'assert', lock: 'l' },
          { op: 'nosuch' },
          {},
        ]);
    }
  };
  const operations = [operation(), ...chance.some(operation, 2)];
  return JSON.stringify([chance.pick(ARGUMENTS.DATABASE ?? ['OVN_Northbound']), ...operations]);
}

function atom(chance: Chance): unknown {
  return chance.pick<unknown>([
    'sw0',
    'sw1',
    'p1',
    5,
    -1,
    true,
    0.5,
    ['set', []],
    ['set', ['a', 'b']],
    ['map', [['a', 'b']]],
    ['uuid', '00000000-0000-0000-0000-000000000001'],
    ['named-uuid', 'a'],
    ['uuid', 'x'],
    null,
    value(chance),
    matchExpression(chance),
  ]);
}
