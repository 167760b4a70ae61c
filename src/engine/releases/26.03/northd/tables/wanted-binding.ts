/** A binding that a port wants, before it has a key. */
import type { Uuid } from '../../../../base';
import type { RowValues } from '../../../../ovsdb';
import { optionNumber, type Options } from '../facts/sources';

export interface WantedBinding {
  readonly datapath: Uuid;
  readonly name: string;
  readonly flavour: Flavour;
  /** `requested-tnl-key`, of which derived ports have none; 0 for any. */
  readonly requested: number;
  readonly columns: RowValues;
}

/** Where this changes, the old row goes and a new one comes: controllers could not make one of the other. */
export type Flavour = '' | 'container' | 'virtual';

export function flavourOf(type: string, parent: string | undefined): Flavour {
  if (type === 'virtual') return 'virtual';
  return type === '' && parent !== undefined ? 'container' : '';
}

export function requestedKey(options: Options): number {
  return optionNumber(options, 'requested-tnl-key', 0);
}
