/** Actions that write any field, or keep fields on a stack. */
import { err, ok } from '../../base';
import { FIELDS, findField, type FieldName } from '../fields';
import { onesOf } from '../flow';
import { parseFieldValue, parseInteger } from '../parse-values';
import { formatFieldValue, formatSubfield, parseSubfield, type Subfield } from '../subfields';
import { formatHex } from '../values';
import type { OfActionKind } from './kind';
import { splitArrow, withSubfield } from './reading';

export interface LoadAction extends Subfield {
  readonly type: 'load';
  readonly value: bigint;
}

export const load: OfActionKind<LoadAction> = {
  document: { form: 'load:VALUE->FIELD[a..b]', text: 'Writes the number into the field or some bits of it.' },
  words: {
    load(text) {
      const arrow = splitArrow(text);
      if (!arrow.ok) return arrow;
      const value = parseInteger(arrow.value.left);
      if (value === undefined) return err(`${text}: cannot parse integer value`);
      return withSubfield(arrow.value.right, (target) => {
        if (value >= 1n << BigInt(target.bits))
          return err(`${text}: value ${arrow.value.left} does not fit into ${target.bits} bits`);
        return FIELDS[target.field].writable
          ? ok({ type: 'load', value, ...target })
          : err(`${target.field} is read-only`);
      });
    },
  },
  format: (action) => `load:${formatHex(action.value)}->${formatSubfield(action)}`,
};

/** Without `mask`, the whole field. A mask of all its bits says the same, and is printed. */
export interface SetFieldAction {
  readonly type: 'set_field';
  readonly field: FieldName;
  readonly value: bigint;
  readonly mask?: bigint;
}

export const setField: OfActionKind<SetFieldAction> = {
  document: {
    form: 'set_field:VALUE[/MASK]->FIELD',
    text: 'Writes the value into the field, or into the bits of the mask.',
  },
  words: {
    set_field(text) {
      const arrow = splitArrow(text);
      if (!arrow.ok) return arrow;
      const { left, right } = arrow.value;
      const field = findField(right);
      if (field === undefined) return err(`${right} is not a valid OXM field name`);
      if (!FIELDS[field].writable) return err(`${field} is read-only`);
      if (left === '') return err(`: bad syntax for ${field} value`);
      const parsed = parseFieldValue(field, left);
      if (!parsed.ok) return parsed;
      const { mask } = parsed.value;
      // Setting no bit is no action, as in the tool.
      if (mask === 0n) return ok(undefined);
      const ones = onesOf(field);
      const value = parsed.value.value & ones;
      // Masking with a prefix does not clear the host bits of an address here, as in the tool.
      // A mask of all bits is none, unless the field leaves a part of its last byte alone: that is printed.
      const isMasked = mask !== ones || (left.includes('/') && FIELDS[field].bits % 8 !== 0);
      return ok({ type: 'set_field', field, value: value & mask, ...(isMasked ? { mask } : {}) });
    },
  },
  format: ({ field, value, mask }) => `set_field:${formatFieldValue(field, value, mask)}->${field}`,
};

export interface MoveAction {
  readonly type: 'move';
  readonly source: Subfield;
  readonly target: Subfield;
}

export const move: OfActionKind<MoveAction> = {
  document: { form: 'move:FROM[a..b]->TO[c..d]', text: 'Copies a field, or as many bits of one, into another.' },
  words: {
    move(text) {
      const arrow = splitArrow(text);
      if (!arrow.ok) return arrow;
      const source = parseSubfield(arrow.value.left);
      if (!source.ok) return source;
      return withSubfield(arrow.value.right, (target) => {
        if (target.bits !== source.value.bits) {
          return err(
            `${text}: source field is ${source.value.bits} bits wide but destination is ${target.bits} bits wide`,
          );
        }
        return FIELDS[target.field].writable
          ? ok({ type: 'move', source: source.value, target })
          : err(`${target.field} is read-only`);
      });
    },
  },
  format: ({ source, target }) => `move:${formatSubfield(source)}->${formatSubfield(target)}`,
};

export interface PushAction extends Subfield {
  readonly type: 'push';
}

export const push: OfActionKind<PushAction> = {
  document: { form: 'push:FIELD[a..b]', text: 'Keeps the field on a stack.' },
  words: { push: (text) => withSubfield(text, (subfield) => ok({ type: 'push', ...subfield })) },
  format: (action) => `push:${formatSubfield(action)}`,
};

export interface PopAction extends Subfield {
  readonly type: 'pop';
}

export const pop: OfActionKind<PopAction> = {
  document: { form: 'pop:FIELD[a..b]', text: 'Writes what was last put on the stack into the field.' },
  words: { pop: (text) => withSubfield(text, (subfield) => ok({ type: 'pop', ...subfield })) },
  format: (action) => `pop:${formatSubfield(action)}`,
};

export interface SetTunnelAction {
  readonly type: 'set_tunnel';
  readonly value: bigint;
  readonly wide: boolean;
}

export const setTunnel: OfActionKind<SetTunnelAction> = {
  document: { form: 'set_tunnel:KEY', text: 'Writes the key that the packet gets in a tunnel.' },
  words: { set_tunnel: (text) => readTunnel(text, false), set_tunnel64: (text) => readTunnel(text, true) },
  format: ({ wide, value }) => `${wide ? 'set_tunnel64' : 'set_tunnel'}:${formatHex(value)}`,
};

function readTunnel(text: string, wide: boolean) {
  const value = parseInteger(text);
  if (value === undefined || value >= 1n << 64n) return err(`invalid numeric format ${text}`);
  return ok({ type: 'set_tunnel' as const, value, wide: wide || value > 0xffffffffn });
}

export interface WriteMetadataAction {
  readonly type: 'write_metadata';
  readonly value: bigint;
  readonly mask: bigint;
}

export const writeMetadata: OfActionKind<WriteMetadataAction> = {
  document: { form: 'write_metadata:VALUE[/MASK]', text: 'Writes bits of the metadata field.' },
  words: {
    write_metadata(text) {
      const parsed = parseFieldValue('metadata', text);
      return parsed.ok ? ok({ type: 'write_metadata', ...parsed.value }) : parsed;
    },
  },
  format: ({ value, mask }) =>
    `write_metadata:${formatHex(value)}${mask === onesOf('metadata') ? '' : `/${formatHex(mask)}`}`,
};
