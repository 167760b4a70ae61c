/** Writing into fields: `field = constant`. */
import type { TextRange } from '../../base';
import { formatFieldValue, getField, onesOf, setField, type FieldName } from '../../openflow';
import { parseAssignment } from '../assignment';
import type { ActionKind } from '../kind';
import { setPort } from './port-key';

/** Writes a constant into a field or some bits of it, or a logical port into inport or outport. */
export interface LoadAction {
  readonly kind: 'load';
  /** The symbol as it was written, with its bits: `vlan.pcp`, `reg1[2..5]`. */
  readonly place: string;
  /** Where the bits are; a subfield is already resolved to its field. */
  readonly field: FieldName;
  readonly constant: PortConstant | BitsConstant;
  readonly range: TextRange;
}

export interface PortConstant {
  readonly type: 'port';
  readonly port: string;
}

export interface BitsConstant {
  readonly type: 'bits';
  /** In place for `field`. May have bits outside the mask, which are not written. */
  readonly value: bigint;
  /** The bits of `field` that are written. */
  readonly mask: bigint;
  /** The lowest bit of the place in `field`, and how many there are. */
  readonly offset: number;
  readonly bits: number;
}

export const load: ActionKind<LoadAction> = {
  document: () => ({
    form: 'FIELD = CONSTANT;',
    text: 'Writes the constant into the field, or into the bits of it that are named; inport and outport take a port’s name.',
  }),
  begins: ({ lookahead: { type } }) => type === '=' || type === '[',
  parse: (cursor, { symbols }) => parseAssignment(cursor, symbols),
  format: ({ place, field, constant }) =>
    `${place} = ${constant.type === 'port' ? JSON.stringify(constant.port) : constantText(field, constant)}`,
  encode({ field, constant }, context) {
    if (constant.type === 'port') return [setPort(field, constant.port, context)];
    const { value, mask } = constant;
    // A constant whose mask leaves no bit of the place sets nothing, and the switch is told of nothing.
    if (mask === 0n) return [];
    if (mask === onesOf(field)) return [{ type: 'set_field', field, value }];
    return [{ type: 'set_field', field, value: value & mask, mask }];
  },
  execute({ place, field, constant }, packet) {
    if (constant.type === 'bits') {
      const { value, mask } = constant;
      setField(packet.flow, field, (getField(packet.flow, field) & ~mask) | (value & mask));
    } else if (place === 'inport' || place === 'outport') packet[place] = constant.port;
    else throw new Error(`${place} holds no logical port`);
  },
  ports: ({ constant }) => (constant.type === 'port' ? [constant.port] : []),
};

/** Addresses as such where the place is all of the field, other numbers in hexadecimal. */
function constantText(field: FieldName, { value, mask, offset, bits }: BitsConstant): string {
  const all = (1n << BigInt(bits)) - 1n;
  const own = (value & mask) >> BigInt(offset);
  const ownMask = mask >> BigInt(offset);
  if (ownMask !== all) return `${hex(own)}/${hex(ownMask)}`;
  const text = all === onesOf(field) ? formatFieldValue(field, own) : '';
  return /[.:]/.test(text) ? text : hex(own);
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
