/** Address sets and port groups: the named sets that a match refers to with `$` and `@`. */
import { compareBits } from './bits';
import { scanInteger, type IntegerConstant } from './constants';

export interface ConstantSets {
  readonly addressSets: ReadonlyMap<string, readonly IntegerConstant[]>;
  readonly portGroups: ReadonlyMap<string, readonly string[]>;
}

export const NO_SETS: ConstantSets = { addressSets: new Map(), portGroups: new Map() };

/** The sets of names to members. Addresses that are none are left out, as ovn-controller does with a warning. */
export function createConstantSets(
  addressSets: Readonly<Record<string, readonly string[]>>,
  portGroups: Readonly<Record<string, readonly string[]>>,
): ConstantSets {
  return {
    addressSets: new Map(Object.entries(addressSets).map(([name, values]) => [name, readAddresses(values)])),
    portGroups: new Map(Object.entries(portGroups)),
  };
}

/** Sorted. Every member stays, also one that another contains or repeats: so OVN follows each through changes of the set. */
function readAddresses(values: readonly string[]): readonly IntegerConstant[] {
  const constants: IntegerConstant[] = [];
  for (const text of values) {
    const start = text.search(/[^ \t\n\r\v\f]/);
    const scanned = scanInteger(text, Math.max(start, 0));
    if (scanned.ok) constants.push(scanned.constant);
  }
  return constants.sort(compareConstants);
}

function compareConstants(x: IntegerConstant, y: IntegerConstant): number {
  const order = compareBits(x.value, y.value);
  if (order !== 0) return order;
  if (x.mask === undefined || y.mask === undefined)
    return (x.mask === undefined ? 1 : 0) - (y.mask === undefined ? 1 : 0);
  return compareBits(x.mask, y.mask);
}
