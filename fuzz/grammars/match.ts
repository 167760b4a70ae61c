/** Match expressions: well-formed trees of comparisons, and pieces in any order. */
import { symbolsToday } from '../../src/engine/match';
import { drawComparison, drawMatch, PIECES } from '../../src/engine/match/testing';
import type { Chance } from '../chance';
import { once } from '../recordings';
import { number, value } from './values';

const SYMBOLS = once(() => Array.from(symbolsToday().symbols.keys()));
const PORTS = ['"lsp1"', '"lsp2"', '"nosuch"', '""', '"\\u00e9"'];

export function matchExpression(chance: Chance): string {
  if (chance.oneIn(5)) {
    const joint = chance.pick([' ', ' ', '']);
    return chance.some(() => piece(chance), 14).join(joint);
  }
  return drawMatch(chance, 3, term);
}

/** Mostly a comparison; now and then one in parentheses or denied, or a whole tree that is. */
function term(chance: Chance): string {
  switch (chance.below(24)) {
    case 0:
      return `!(${drawMatch(chance, 1, comparison)})`;
    case 1:
      return `(${comparison(chance)})`;
    case 2:
    case 3:
    case 4:
      return `!${comparison(chance)}`;
    default:
      return comparison(chance);
  }
}

function comparison(chance: Chance): string {
  switch (chance.below(12)) {
    case 0:
      return chance.pick(SYMBOLS());
    case 1:
      return `${chance.pick(['inport', 'outport'])} ${chance.pick(['==', '!='])} ${chance.pick([...PORTS, '@pg1', '{"lsp1", "lsp2"}'])}`;
    case 2:
      return `is_chassis_resident(${chance.pick(PORTS)})`;
    case 3:
      return `${value(chance)} ${chance.pick(['==', '<=', '<', '!='])} ${field(chance)}`;
    case 4:
      return `${number(chance)} <= ${field(chance)} < ${number(chance)}`;
    case 5:
    case 6:
      return drawComparison(chance);
    default:
      return `${field(chance)} ${chance.pick(['==', '==', '==', '!=', '<', '>='])} ${constant(chance)}`;
  }
}

function field(chance: Chance): string {
  const name = chance.pick(SYMBOLS());
  if (!chance.oneIn(6)) return name;
  const from = chance.below(34);
  return chance.oneIn(2) ? `${name}[${from}]` : `${name}[${from}..${from + chance.below(20)}]`;
}

function constant(chance: Chance): string {
  if (chance.oneIn(8)) return chance.pick(['$set1', '$set2', '$none']);
  if (!chance.oneIn(4)) return value(chance);
  return `{${[value(chance), ...chance.some(() => value(chance), 4)].join(', ')}}`;
}

function piece(chance: Chance): string {
  switch (chance.below(5)) {
    case 0:
      return chance.pick(SYMBOLS());
    case 1:
      return value(chance);
    default:
      return chance.pick(PIECES);
  }
}

/** A match that says one value for each of a few fields, as a microflow does. */
export function microflowText(chance: Chance): string {
  const kinds = [
    'ip4',
    'ip4 && tcp',
    'ip6 && udp',
    'arp',
    'ip4 && icmp4',
    'ip6 && icmp6',
    'eth.type == 0x88cc',
    'vlan.present',
  ];
  const parts = [chance.pick(kinds), ...chance.some(() => `${chance.pick(SYMBOLS())} == ${value(chance)}`, 5)];
  return parts.join(' && ');
}
