/** QoS rules of switches. */
import { compareText, ok } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import { getNumber, getPairs, getString, mapGet, type Row } from '../../../ovsdb';
import { isUuidText, referenced, require, SWITCH } from './find';
import { readDirection, readPriority, scanWithin } from '../text';

const QOS = 'QoS';
const MOST = 0xffffffff;

export const QOS_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'qos-add',
    min: 5,
    max: 7,
    usage: 'SWITCH DIRECTION PRIORITY MATCH [rate=RATE [burst=BURST]] [dscp=DSCP]',
    options: ['--may-exist'],
    writes: true,
    doc: 'add a QoS rule to a switch: a rate, a DSCP, a mark',
    run: add,
  },
  {
    name: 'qos-del',
    min: 1,
    max: 4,
    usage: 'SWITCH [{DIRECTION | UUID} [PRIORITY MATCH]]',
    options: [],
    writes: true,
    doc: 'remove QoS rules from a switch',
    run: remove,
  },
  {
    name: 'qos-list',
    min: 1,
    max: 1,
    usage: 'SWITCH',
    options: [],
    writes: false,
    doc: 'print the QoS rules of a switch',
    run: list,
  },
];

function compareRules(a: Row, b: Row): number {
  return (
    compareText(getString(a, 'direction'), getString(b, 'direction')) ||
    getNumber(b, 'priority') - getNumber(a, 'priority') ||
    compareText(getString(a, 'match'), getString(b, 'match'))
  );
}

interface Settings {
  readonly dscp?: number;
  readonly mark?: number;
  readonly rate?: number;
  readonly burst?: number;
}

/** The bounds of each `NAME=NUMBER`, and what is said of a number beyond them. */
const BOUNDS = {
  dscp: { least: 0, most: 63, text: 'dscp must be in the range 0...63' },
  mark: { least: 0, most: Infinity, text: 'mark must be a positive integer' },
  rate: { least: 1, most: MOST, text: 'rate must be in the range 1...4294967295' },
  burst: { least: 1, most: MOST, text: 'burst must be in the range 1...4294967295' },
} as const satisfies Record<keyof Settings, { least: number; most: number; text: string }>;

function readSettings(words: readonly string[]): Outcome<Settings> {
  let settings: Settings = {};
  for (const word of words) {
    const name = /^(dscp|mark|rate|burst)=/.exec(word)?.[1];
    if (name !== 'dscp' && name !== 'mark' && name !== 'rate' && name !== 'burst')
      return fail(`${word}: supported arguments are "dscp=", "rate=", "burst=" and "mark="`);
    const text = word.slice(name.length + 1);
    const value = scanWithin(text, BOUNDS[name].least, BOUNDS[name].most);
    if (value === undefined) return fail(`${text}: ${BOUNDS[name].text}`);
    settings = { ...settings, [name]: value };
  }
  return ok(settings);
}

function add(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [id = '', directionText, priorityText, match = '', ...words] = args;
  const direction = readDirection(directionText);
  if (!direction.ok) return direction;
  const priority = readPriority(priorityText);
  if (!priority.ok) return priority;
  const lswitch = require(context, SWITCH, id);
  if (!lswitch.ok) return lswitch;
  const settings = readSettings(words);
  if (!settings.ok) return settings;
  const { dscp, mark = 0, rate = 0, burst = 0 } = settings.value;
  if (dscp === undefined && rate === 0 && mark === 0)
    return fail('Either "mark", "rate" and/or "dscp" must be specified');
  const rule = {
    priority: priority.value,
    direction: direction.value,
    match,
    action: [
      ...(dscp === undefined ? [] : [['dscp', dscp] as const]),
      ...(mark === 0 ? [] : [['mark', mark] as const]),
    ],
    bandwidth: rate === 0 ? [] : [...(burst === 0 ? [] : [['burst', burst] as const]), ['rate', rate] as const],
  };
  const uuid = overlay.insert(QOS, rule);
  const made = overlay.row(QOS, uuid);
  if (made && referenced(context, lswitch.value, 'qos_rules', QOS).some((other) => compareRules(other, made) === 0))
    return options.has('--may-exist') ? ok('') : fail(`Same qos already existed on the ls ${id}.`);
  overlay.setMember(SWITCH.table, lswitch.value._uuid, 'qos_rules', uuid, true);
  return ok('');
}

function remove(context: CtlContext): Outcome<CtlOutput> {
  const { overlay, args } = context;
  const lswitch = require(context, SWITCH, args[0]);
  if (!lswitch.ok) return lswitch;
  const [, which, priorityText, match] = args;
  if (which === undefined) {
    overlay.update(SWITCH.table, lswitch.value._uuid, { qos_rules: [] });
    return ok('');
  }
  const rules = referenced(context, lswitch.value, 'qos_rules', QOS);
  const drop = (rule: Row) => {
    overlay.setMember(SWITCH.table, lswitch.value._uuid, 'qos_rules', rule._uuid, false);
  };
  if (isUuidText(which)) {
    if (priorityText !== undefined) return fail('uuid must be the only argument');
    const rule = rules.find(({ _uuid }) => _uuid === which.toLowerCase());
    if (!rule) return fail('uuid is not found');
    drop(rule);
    return ok('');
  }
  const direction = readDirection(which);
  if (!direction.ok) return direction;
  const ofDirection = rules.filter((rule) => rule.direction === direction.value);
  if (priorityText === undefined) {
    ofDirection.forEach(drop);
    return ok('');
  }
  const priority = readPriority(priorityText);
  if (!priority.ok) return priority;
  if (match === undefined) return fail('cannot specify priority without match');
  const rule = ofDirection.find((one) => one.priority === priority.value && one.match === match);
  if (rule) drop(rule);
  return ok('');
}

function list(context: CtlContext): Outcome<CtlOutput> {
  const lswitch = require(context, SWITCH, context.args[0]);
  if (!lswitch.ok) return lswitch;
  const rules = [...referenced(context, lswitch.value, 'qos_rules', QOS)].sort(compareRules);
  return ok(rules.map(print).join(''));
}

function print(rule: Row): string {
  const direction = getString(rule, 'direction').padStart(10);
  const priority = String(getNumber(rule, 'priority')).padStart(5);
  const bandwidth = ['rate', 'burst'].flatMap((key) => {
    const value = mapGet(rule.bandwidth ?? [], key);
    return value === undefined ? [] : [` ${key}=${value}`];
  });
  const action = getPairs(rule, 'action').map(([key, value]) => ` ${key}=${value}`);
  return `${direction} ${priority} (${getString(rule, 'match')})${[...bandwidth, ...action].join('')}\n`;
}
