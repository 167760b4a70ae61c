/** Registers and fields as people read them: reg6 = 0x1 is the logical inport "sw0-port1". */
import type { RegisterMeaning } from '../logical';
import { getField } from '../openflow';
import type { FieldName, Flow } from '../openflow';
import type { Names } from './names';
import type { RegisterValue } from './types';

/** Registers and metadata of a copy of a packet on one machine. */
export function registersOf(names: Names, machine: string, flow: Flow): readonly RegisterValue[] {
  const { meanings, datapath } = names.logical.registers;
  const known = names.registers(machine, getField(flow, datapath));
  return meanings.map(({ field }) => {
    const value = getField(flow, field);
    // Numbers that OVN gives are small; a key of 64 bits that somebody else chose is not worth keeping.
    if (value > 0xffffffffn) return describe(names, machine, flow, field, value);
    const number = Number(value);
    let values = known.get(field);
    if (values === undefined) known.set(field, (values = new Map<number, RegisterValue>()));
    let register = values.get(number);
    if (register === undefined) values.set(number, (register = describe(names, machine, flow, field, value)));
    return register;
  });
}

function describe(names: Names, machine: string, flow: Flow, field: FieldName, value: bigint): RegisterValue {
  const meaning = meaningOf(names, machine, flow, field, value);
  return { field, value: `0x${value.toString(16)}`, ...(meaning === undefined ? {} : { meaning }) };
}

/**
 * What a field's value stands for in this deployment; undefined when it is just a number. `flow` is the packet that
 * has it, because the key of a port means something in the packet's datapath only.
 */
export function meaningOf(
  names: Names,
  machine: string,
  flow: Flow,
  field: FieldName,
  value: bigint,
): string | undefined {
  if (value === 0n) return undefined;
  const register = names.logical.registers.meanings.find((candidate) => candidate.field === field);
  const name = register && nameOf(names, machine, flow, register, Number(value));
  return register === undefined || name === undefined ? undefined : `${register.words} "${name}"`;
}

function nameOf(
  names: Names,
  machine: string,
  flow: Flow,
  { holds }: RegisterMeaning,
  key: number,
): string | undefined {
  if (holds === 'port') return names.portOfKey(machine, flow, key);
  const datapath = names.datapath(machine, key);
  return datapath === undefined ? undefined : names.switchName(datapath);
}
