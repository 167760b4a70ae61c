/** What the match lab's choice of symbols means: a symbol table, and the numbers of ports. */
import { symbols2015, symbolsAcl, symbolsToday, type LookupPort, type SymbolTable } from '../../engine/match';
import type { SymbolChoice } from './match-protocol';

const TABLES = {
  '2015': symbols2015,
  today: symbolsToday,
  acl: symbolsAcl,
} as const satisfies Record<SymbolChoice, () => SymbolTable>;

export function symbolsOf(choice: SymbolChoice): SymbolTable {
  return TABLES[choice]();
}

/** The name that today's ovn-controller takes for no port, whose number is 0; 2015 had none. */
export function noPortIn(choice: SymbolChoice): string {
  return choice === '2015' ? '' : 'none';
}

/** `lookup`, with the name for no port where there is one. */
export function withNoPort(choice: SymbolChoice, lookup: LookupPort): LookupPort {
  const none = noPortIn(choice);
  return none === '' ? lookup : (name) => (name === none ? 0 : lookup(name));
}
