/** A flow that is one clause of a conjunctive match. */
import { err, ok } from '../../base';
import type { OfActionKind } from './kind';

/** This flow is clause `clause` (from 1) of `clauses` of conjunction `id`. */
export interface ConjunctionAction {
  readonly type: 'conjunction';
  readonly id: number;
  readonly clause: number;
  readonly clauses: number;
}

export const conjunction: OfActionKind<ConjunctionAction> = {
  document: {
    form: 'conjunction(ID,CLAUSE/CLAUSES)',
    text: 'Fulfils one clause; a flow that matches conj_id=ID is taken when all of them are fulfilled.',
  },
  words: {
    conjunction(text) {
      const found = /^\s*(0x[0-9a-f]+|\d+)\s*,\s*(\d+)\s*\/\s*(\d+)\s*$/i.exec(text);
      if (!found) return err('"conjunction" syntax is "conjunction(id,i/n)"');
      // The tool reads an id of 32 bits and drops what is above them.
      const id = Number(BigInt.asUintN(32, BigInt(found[1] ?? '')));
      const [clause, clauses] = [Number(found[2]), Number(found[3])];
      if (clauses < 2) return err('conjunction must have at least 2 clauses');
      if (clauses > 64) return err('conjunction must have at most 64 clauses');
      if (clause < 1) return err('clause index must be positive');
      if (clause > clauses) return err('clause index must be less than or equal to number of clauses');
      return ok({ type: 'conjunction', id, clause, clauses });
    },
  },
  format: ({ id, clause, clauses }) => `conjunction(${id},${clause}/${clauses})`,
};
