/** From the steps of a row to OpenFlow actions, the numbers of one pipeline put in. */
import { FIELDS, onesOf, type FieldName, type OfAction } from '../openflow';
import type { LogicalAction } from './logical';

export interface EncodeContext {
  /** The OpenFlow table that follows the row's. */
  readonly nextTable: number;
  /** The OpenFlow table that delivers to the port in outport. */
  readonly outputTable: number;
  /** The register of outport, for `output("p")`. Default: that of 2015. */
  readonly outport?: FieldName;
  /** The number of a logical port of the row's datapath. Ports that it does not know become 0. */
  readonly lookupPort: (logicalPort: string) => number | undefined;
}

/** No actions, for no steps, means drop. */
export function encodeActions(actions: readonly LogicalAction[], context: EncodeContext): readonly OfAction[] {
  return actions.flatMap((action) => encode(action, context));
}

function encode(action: LogicalAction, context: EncodeContext): readonly OfAction[] {
  switch (action.kind) {
    case 'next':
      return [{ type: 'resubmit', table: context.nextTable }];
    case 'output': {
      const leave: OfAction = { type: 'resubmit', table: context.outputTable };
      return action.port === undefined ? [leave] : [setPort(context.outport ?? 'reg7', action.port, context), leave];
    }
    case 'set-port':
      return [setPort(action.field, action.port, context)];
    case 'set': {
      const { field, value, mask } = action;
      // A constant whose mask leaves no bit of the place sets nothing, and the switch is told of nothing.
      if (mask === 0n) return [];
      if (mask === onesOf(field)) return [{ type: 'set_field', field, value }];
      return [{ type: 'set_field', field, value: value & mask, mask }];
    }
  }
}

function setPort(field: FieldName, port: string, { lookupPort }: EncodeContext): OfAction {
  if (FIELDS[field].bits < 16) throw new Error(`${field} is too narrow for a logical port`);
  return { type: 'set_field', field, value: BigInt(lookupPort(port) ?? 0) };
}
