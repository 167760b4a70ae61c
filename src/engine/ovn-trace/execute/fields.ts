/** Actions that write fields. What can be seen outside of the pipelines is written down with its value. */
import { formatField, formatTodayAction, placeOf, type TodayAction } from '../../actions';
import { bitsToBigInt, type FieldReference } from '../../match';
import {
  cloneFlow,
  FIELDS,
  formatFieldValue,
  formatHex,
  getNumber,
  setNumber,
  type Flow,
  type Subfield,
} from '../../openflow';
import type { Here } from '../walk';
import { hasPlace, isRegister, readPlace, writePlace } from './places';

type Of<K extends TodayAction['kind']> = Extract<TodayAction, { readonly kind: K }>;

export function load(action: Of<'load'>, { walk, datapath, flow, node }: Here): void {
  const place = placeOf(action.target);
  if (!isRegister(place)) node.add('modify', formatTodayAction(action).replace(/;$/, ''));
  if (!hasPlace(flow, place)) return;
  const { constant } = action;
  if (typeof constant === 'string') {
    writePlace(flow, place, BigInt(walk.network.lookupPort(datapath, constant) ?? 0));
    return;
  }
  const all = (1n << BigInt(place.bits)) - 1n;
  const mask = constant.mask === undefined ? all : bitsToBigInt(constant.mask);
  const before = readPlace(flow, place);
  writePlace(flow, place, (before & ~mask) | (bitsToBigInt(constant.value) & mask));
}

export function move({ target, source }: Of<'move'>, here: Here): void {
  const [to, from] = [placeOf(target), placeOf(source)];
  say(here, target, to, from);
  writePlace(here.flow, to, readPlace(here.flow, from));
}

export function exchange({ target, source }: Of<'exchange'>, here: Here): void {
  const [a, b] = [placeOf(target), placeOf(source)];
  say(here, target, a, b);
  say(here, source, b, a);
  const before = readPlace(here.flow, a);
  writePlace(here.flow, a, readPlace(here.flow, b));
  writePlace(here.flow, b, before);
}

function say({ flow, node }: Here, target: FieldReference, to: Subfield, from: Subfield): void {
  if (!isRegister(to)) node.add('modify', `${formatField(target)} = ${valueText(flow, from)}`);
}

function valueText(flow: Flow, from: Subfield): string {
  const value = readPlace(flow, from);
  const isWhole = from.offset === 0 && from.bits >= FIELDS[from.field].bits;
  return isWhole ? formatFieldValue(from.field, value) : formatHex(value);
}

export function push({ field }: Of<'push'>, { flow, node, stack }: Here): void {
  const value = readPlace(flow, placeOf(field));
  node.add('modify', `push(${formatField(field)}) -> ${formatHex(value)}`);
  stack.push(value);
}

export function pop({ field }: Of<'pop'>, { flow, node, stack }: Here): void {
  const value = stack.pop();
  if (value !== undefined) writePlace(flow, placeOf(field), value);
  node.add('modify', `pop(${formatField(field)}) <- ${value === undefined ? '/* empty stack */' : formatHex(value)}`);
}

const IP = new Set([0x0800, 0x86dd]);

export function decTtl({ flow, node }: Here): void {
  const ttl = getNumber(flow, 'nw_ttl');
  if (!IP.has(getNumber(flow, 'eth_type'))) node.add('error', '*** TTL decrement of non-IP packet');
  else if (ttl === 0) node.add('error', '*** TTL underflow');
  else {
    setNumber(flow, 'nw_ttl', ttl - 1);
    node.add('modify', 'ip.ttl--');
  }
}

export function fragMtu({ target, value }: Of<'frag_mtu'>, { node }: Here): void {
  node.add('modify', `${target.symbol.name} = ${value}`);
}

/** One of several numbers, with which the packet goes on. */
export function select({ target, values, table }: Of<'select'>, { walk, datapath, direction, flow, node }: Here): void {
  const asked = values.find(({ id }) => id === walk.selectId);
  const taken = asked ?? values[walk.choose('member', values.length)];
  if (taken === undefined) return;
  const copy = cloneFlow(flow);
  writePlace(copy, placeOf(target), BigInt(taken.id));
  const remark = asked === undefined ? ' /* Randomly selected. Use --select-id to specify. */' : '';
  const next = node.add('transformation', `select: ${formatField(target)} = ${taken.id}${remark}`);
  walk.enter(datapath, direction, table, copy, next);
}
