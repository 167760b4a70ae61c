/** The flow that an action `learn` makes of a packet (lib/learn.c, learn_execute). */
import {
  getField,
  matchFromWords,
  newFlow,
  normalizeMatch,
  setField,
  type Flow,
  type FlowEntry,
  type LearnAction,
  type LearnSpec,
  type OfAction,
  type Subfield,
} from '../openflow';
import { readSubfield } from './modify';

export function learnFlow(learn: LearnAction, packet: Flow): FlowEntry {
  const value = newFlow();
  const mask = newFlow();
  const actions: OfAction[] = [];
  for (const spec of learn.specs) {
    const part = 'from' in spec ? readSubfield(packet, spec.from) : spec.value;
    if (spec.kind === 'match') {
      put(value, spec.to, part);
      put(mask, spec.to, (1n << BigInt(spec.to.bits)) - 1n);
    } else actions.push(actionOf(spec, part));
  }
  const { table, priority, cookie, idleTimeout, hardTimeout } = learn;
  return {
    table,
    priority,
    cookie,
    match: normalizeMatch(matchFromWords(value, mask)),
    actions,
    ...(idleTimeout > 0 ? { idleTimeout } : {}),
    ...(hardTimeout > 0 ? { hardTimeout } : {}),
  };
}

function actionOf(spec: Exclude<LearnSpec, { kind: 'match' }>, value: bigint): OfAction {
  if (spec.kind === 'output') return { type: 'output', port: Number(value & 0xffffn) };
  return { type: 'load', value, ...spec.to };
}

function put(flow: Flow, { field, offset, bits }: Subfield, part: bigint): void {
  const ones = ((1n << BigInt(bits)) - 1n) << BigInt(offset);
  setField(flow, field, (getField(flow, field) & ~ones) | ((part << BigInt(offset)) & ones));
}
