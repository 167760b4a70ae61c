/** Writing any field, the stack, and flows made of a packet. */
import {
  FIELDS,
  formatFieldValue,
  formatHex,
  formatSubfield,
  getNumber,
  onesOf,
  type FieldName,
  type Flow,
  type OfActionOf,
  type Subfield,
} from '../../openflow';
import { learnFlow } from '../learn-flow';
import { changed, isWritable, readSubfield, writeMasked, writeSubfield, writeWhole } from '../modify';
import type { Remark } from '../record';
import { change, deed, type Touched } from './kind';

export const load = change<OfActionOf<'load'>>(
  ({ field }) => [field],
  (action, flow) => writeSubfield(flow, action, action.value),
  { touches: (action) => [bitsOf(action)], remark: ({ field }, after) => ignored(field, after) },
);

export const setField = change<OfActionOf<'set_field'>>(
  ({ field }) => [field],
  ({ field, value, mask }, flow) =>
    mask === undefined ? writeWhole(flow, field, value) : writeMasked(flow, field, value, mask),
  {
    touches: ({ field, mask = onesOf(field) }) => [{ field, mask }],
    remark: ({ field }, after) => ignored(field, after),
  },
);

/** Nothing is copied from or to a field that the packet does not have. */
export const move = change<OfActionOf<'move'>>(
  ({ target }) => [target.field],
  ({ source, target }, flow) =>
    isWritable(flow, source.field) ? writeSubfield(flow, target, readSubfield(flow, source)) : flow,
  {
    touches: ({ source, target }) => [bitsOf(source), bitsOf(target)],
    remark: ({ target }, after) => isNow(after, target),
  },
);

export const writeMetadata = change<OfActionOf<'write_metadata'>>(
  () => ['metadata'],
  ({ value, mask }, flow) => writeMasked(flow, 'metadata', value, mask),
);

export const setTunnel = change<OfActionOf<'set_tunnel'>>(
  () => ['tun_id'],
  ({ value }, flow) => writeWhole(flow, 'tun_id', value),
);

export const setQueue = change<OfActionOf<'set_queue'>>(
  () => ['skb_priority'],
  ({ queue }, flow) => changed(flow, 'skb_priority', BigInt(queue)),
);

export const popQueue = change<OfActionOf<'pop_queue'>>(
  () => ['skb_priority'],
  (_, flow) => (getNumber(flow, 'skb_priority') === 0 ? flow : changed(flow, 'skb_priority', 0n)),
);

export const push = deed<OfActionOf<'push'>>((action, run) => {
  const { field, mask } = bitsOf(action);
  run.datapath.touch(field, mask);
  run.push(readSubfield(run.flow, action));
  return { after: run.flow };
});

export const pop = deed<OfActionOf<'pop'>>(
  (action, run) => {
    const value = run.pop();
    if (value === undefined) {
      run.remark('error', 'stack underflow');
      return { after: run.flow };
    }
    const { field, mask } = bitsOf(action);
    run.datapath.touch(field, mask);
    const after = writeSubfield(run.flow, action, value);
    const { level, text } = isNow(after, action);
    run.remark(level, text);
    return { after };
  },
  { fields: ({ field }) => [field] },
);

export const learn = deed<OfActionOf<'learn'>>(
  (action, run) => {
    if (!run.learns) run.remark('warning', 'suppressing side effects, so learn action ignored');
    else run.learn(learnFlow(action, run.flow));
    return { after: run.flow };
  },
  {
    refuses({ deleteLearned, limit, result }) {
      if (deleteLearned) return 'delete_learned: learned flows stay when the flow that learned them goes';
      return limit > 0 || result ? 'limit: this switch learns as many flows as it is told to' : undefined;
    },
  },
);

function bitsOf({ field, offset, bits }: Subfield): Touched {
  return { field, mask: ((1n << BigInt(bits)) - 1n) << BigInt(offset) };
}

/** A packet that lacks a field keeps on lacking it. */
function ignored(field: FieldName, flow: Flow): Remark | undefined {
  if (isWritable(flow, field)) return undefined;
  return { level: 'warning', text: `unmet prerequisites for ${field}, set_field ignored` };
}

/** What a field was made. */
export function isNow(flow: Flow, target: Subfield): Remark {
  const value = readSubfield(flow, target);
  const whole = target.bits === FIELDS[target.field].bits;
  const text = whole ? formatFieldValue(target.field, value) : formatHex(value);
  return { level: 'detail', text: `${formatSubfield(target)} is now ${text}` };
}
