/** What the steps of an execution changed. */
import { getField } from '../openflow';
import { fieldsOf } from './actions';
import type { FieldChange, Step } from './record';

/** What an action did to the fields that it may change. */
export function changesOf({ action, before, after, table }: Step): readonly FieldChange[] {
  if (before === after || table !== undefined) return NO_CHANGES;
  return fieldsOf(action)
    .map((field) => ({ field, before: getField(before, field), after: getField(after, field) }))
    .filter((change) => change.before !== change.after);
}

const NO_CHANGES: readonly FieldChange[] = [];
