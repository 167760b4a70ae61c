/** Parts of fields, as actions read and write them, and the values in actions. */
import { err, ok, type Result } from '../base';
import { FIELDS, findField, type FieldForm, type FieldName } from './fields';
import { formatHex, formatMasked } from './values';

/** `bits` bits of a field from `offset` on, written FIELD[offset..end]. */
export interface Subfield {
  readonly field: FieldName;
  readonly offset: number;
  readonly bits: number;
}

/** The whole of a field, for push, pop, load and move. */
export function wholeField(field: FieldName): Subfield {
  return { field, offset: 0, bits: FIELDS[field].bits };
}

/** Reads `NXM_NX_REG0[0..15]`, `reg0[3]`, `reg0[]` or `reg0`. The error is a message. */
export function parseSubfield(text: string): Result<Subfield, string> {
  const name = /^[^[]*/.exec(text)?.[0] ?? '';
  const field = findField(name);
  if (field === undefined) return err(`${text}: unknown field \`${name}'`);
  const rest = text.slice(name.length);
  if (rest === '' || rest === '[]') return ok(wholeField(field));
  const found = /^\[(\d+)(?:\.\.(\d+))?\]$/.exec(rest);
  if (!found) return err(`${text}: syntax error expecting [] or [<bit>] or [<start>..<end>]`);
  const start = Number(found[1]);
  const end = Number(found[2] ?? found[1]);
  const { bits } = FIELDS[field];
  if (start > end) return err(`${text}: starting bit ${start} is after ending bit ${end}`);
  if (start >= bits) return err(`${text}: starting bit ${start} is not valid because field is only ${bits} bits wide`);
  if (end >= bits) return err(`${text}: ending bit ${end} is not valid because field is only ${bits} bits wide`);
  return ok({ field, offset: start, bits: end - start + 1 });
}

/** `NXM_NX_REG0[]`, `NXM_NX_REG0[3]` or `NXM_NX_REG0[0..15]`. */
export function formatSubfield(subfield: Subfield): string {
  const { bits, headers } = FIELDS[subfield.field];
  const name = headers[0] ?? subfield.field;
  if (subfield.offset === 0 && subfield.bits === bits) return `${name}[]`;
  const end = subfield.offset + subfield.bits - 1;
  return subfield.bits === 1 ? `${name}[${subfield.offset}]` : `${name}[${subfield.offset}..${end}]`;
}

/** Values in actions, unlike those in matches, are not padded with zeros. */
const ACTION_FORM: Partial<Record<FieldForm, FieldForm>> = { hex4: 'hex', hex5: 'hex', be16: 'decimal' };

/** `value` or `value/mask` as in `set_field`. */
export function formatFieldValue(field: FieldName, value: bigint, mask?: bigint): string {
  const { form, bits } = FIELDS[field];
  if (form === 'decimal' || form === 'be16')
    return mask === undefined ? value.toString() : `${value}/${formatHex(mask)}`;
  return formatMasked(ACTION_FORM[form] ?? form, value, mask, bits);
}
