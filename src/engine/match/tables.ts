/** The symbol tables of the releases, ready to use. */
import { createSymbolTable } from './symbol-table';
import { SYMBOLS_2015 } from './symbols-2015';
import { SYMBOLS_ACL } from './symbols-acl';
import { SYMBOLS_TODAY } from './symbols-today';
import type { PortRegisters, SymbolTable } from './symbols';

const PORTS_2015: PortRegisters = { inport: 'reg6', outport: 'reg7' };
const PORTS_TODAY: PortRegisters = { inport: 'reg14', outport: 'reg15' };

const MADE = new Map<string, SymbolTable>();

/** The symbols of 2015. Logical ports are in reg6 and reg7 unless said otherwise. */
export function symbols2015(ports: PortRegisters = PORTS_2015): SymbolTable {
  return made('2015', ports, () => createSymbolTable('2015', SYMBOLS_2015, ports));
}

/** The symbols of OVN 26.03. Logical ports are in reg14 and reg15 unless said otherwise. */
export function symbolsToday(ports: PortRegisters = PORTS_TODAY): SymbolTable {
  return made('today', ports, () => createSymbolTable('today', SYMBOLS_TODAY, ports));
}

/** Those of an ACL of OVN 26.03 with `acl_ct_translation`. */
export function symbolsAcl(): SymbolTable {
  return made('acl', PORTS_TODAY, () => createSymbolTable('acl', SYMBOLS_ACL, PORTS_TODAY));
}

/** The same table for the same question, because passes remember what its predicates stand for. */
function made(name: string, ports: PortRegisters, create: () => SymbolTable): SymbolTable {
  const key = `${name} ${ports.inport} ${ports.outport}`;
  const known = MADE.get(key);
  if (known !== undefined) return known;
  const table = create();
  MADE.set(key, table);
  return table;
}
