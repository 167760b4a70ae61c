/** Registers and fields as people read them: reg6 = 0x1 is the logical inport "sw0-port1". */
import { formatFieldValue, getField } from '../openflow';
import type { FieldName, Flow } from '../openflow';
import type { Names, Register } from './names';
import type { RegisterValue } from './types';

const REGISTERS: readonly Register[] = ['metadata', 'reg6', 'reg7', 'tun_id'];

/** Registers and metadata of a copy of a packet on one machine. */
export function registersOf(names: Names, machine: string, flow: Flow): readonly RegisterValue[] {
  const known = names.registers(machine);
  return REGISTERS.map((field) => {
    const value = getField(flow, field);
    // Numbers that OVN gives are small; a key of 64 bits that somebody else chose is not worth keeping.
    if (value > 0xffffffffn) return describe(names, machine, field, value);
    const number = Number(value);
    let register = known[field].get(number);
    if (register === undefined) known[field].set(number, (register = describe(names, machine, field, value)));
    return register;
  });
}

function describe(names: Names, machine: string, field: FieldName, value: bigint): RegisterValue {
  const meaning = meaningOf(names, machine, field, value);
  return { field, value: `0x${value.toString(16)}`, ...(meaning === undefined ? {} : { meaning }) };
}

/** What a field's value stands for in this deployment; undefined when it is just a number. */
export function meaningOf(names: Names, machine: string, field: FieldName, value: bigint): string | undefined {
  if (value === 0n) return undefined;
  switch (field) {
    case 'metadata': {
      const datapath = names.datapath(machine, Number(value));
      return datapath === undefined ? undefined : `logical switch "${names.switchName(datapath)}"`;
    }
    case 'reg6':
    case 'reg7':
    case 'tun_id': {
      const port = names.bindingOfKey(Number(value))?.logicalPort;
      const role = { reg6: 'logical inport', reg7: 'logical outport', tun_id: 'tunnel key of' }[field];
      return port === undefined ? undefined : `${role} "${port}"`;
    }
    default:
      return undefined;
  }
}

export function fieldText(field: FieldName, value: bigint): string {
  return formatFieldValue(field, value);
}
