/** Writing any field, the stack, and flows made of a packet. */
import {
  FIELDS,
  formatFieldValue,
  formatHex,
  formatSubfield,
  type Flow,
  type OfActionOf,
  type Subfield,
} from '../../openflow';
import { learnFlow } from '../learn-flow';
import { readSubfield, writeMasked, writeSubfield, writeWhole } from '../modify';
import type { Remark } from '../record';
import { change, deed } from './kind';

export const load = change<OfActionOf<'load'>>(
  ({ field }) => [field],
  (action, flow) => writeSubfield(flow, action, action.value),
);

export const setField = change<OfActionOf<'set_field'>>(
  ({ field }) => [field],
  ({ field, value, mask }, flow) =>
    mask === undefined ? writeWhole(flow, field, value) : writeMasked(flow, field, value, mask),
);

export const move = change<OfActionOf<'move'>>(
  ({ target }) => [target.field],
  ({ source, target }, flow) => writeSubfield(flow, target, readSubfield(flow, source)),
  ({ target }, after) => isNow(after, target),
);

export const writeMetadata = change<OfActionOf<'write_metadata'>>(
  () => ['metadata'],
  ({ value, mask }, flow) => writeMasked(flow, 'metadata', value, mask),
);

export const setTunnel = change<OfActionOf<'set_tunnel'>>(
  () => ['tun_id'],
  ({ value }, flow) => writeWhole(flow, 'tun_id', value),
);

export const push = deed<OfActionOf<'push'>>((action, run) => {
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
    const after = writeSubfield(run.flow, action, value);
    const { level, text } = isNow(after, action);
    run.remark(level, text);
    return { after };
  },
  { fields: ({ field }) => [field] },
);

export const learn = deed<OfActionOf<'learn'>>(
  (action, run) => {
    run.learn(learnFlow(action, run.flow));
    return { after: run.flow };
  },
  {
    refuses({ deleteLearned, limit, result }) {
      if (deleteLearned) return 'delete_learned: learned flows stay when the flow that learned them goes';
      return limit > 0 || result ? 'limit: this switch learns as many flows as it is told to' : undefined;
    },
  },
);

function isNow(flow: Flow, target: Subfield): Remark {
  const value = readSubfield(flow, target);
  const whole = target.bits === FIELDS[target.field].bits;
  const text = whole ? formatFieldValue(target.field, value) : formatHex(value);
  return { level: 'detail', text: `${formatSubfield(target)} is now ${text}` };
}
