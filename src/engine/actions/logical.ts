/**
 * What a row's actions say, before any hypervisor is known: steps on logical
 * fields and ports, each with its place in the text.
 */
import type { TextRange } from '../base';
import type { FieldName } from '../openflow';

export type LogicalAction = NextAction | OutputAction | SetAction | SetPortAction;

/** Goes on in the next logical table: `next;`, in 2015-04 `resubmit`. */
export interface NextAction {
  readonly kind: 'next';
  readonly range: TextRange;
}

/** Delivers to the logical port in outport; 2015-04 names the port and so sets outport first. */
export interface OutputAction {
  readonly kind: 'output';
  readonly port: string | undefined;
  readonly range: TextRange;
}

/** Writes a number into a field or some bits of it. */
export interface SetAction {
  readonly kind: 'set';
  /** The symbol as it was written, e.g. `vlan.pcp`. */
  readonly symbol: string;
  /** Where the bits are; a subfield is already resolved to its field. */
  readonly field: FieldName;
  /** In place for `field`. May have bits outside the mask, which are not written. */
  readonly value: bigint;
  /** The bits of `field` that are written. */
  readonly mask: bigint;
  readonly range: TextRange;
}

/** Writes a logical port into inport or outport. */
export interface SetPortAction {
  readonly kind: 'set-port';
  readonly symbol: string;
  readonly field: FieldName;
  readonly port: string;
  readonly range: TextRange;
}
