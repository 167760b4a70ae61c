/** `--ct-next` of ofproto/trace: what the connection tracker is said to find (lib/flow.c, parse_ct_state and validate_ct_state). */
import { err, ok, type Result } from '../base';
import { CT_STATE_FLAGS, formatFlagSet } from '../openflow';
import { CT_STATE } from '../vswitch';

export interface ToldStates {
  /** The arguments without the option. */
  readonly rest: readonly string[];
  /** Bits of ct_state, in the order in which they are told. */
  readonly states: readonly number[];
}

/** The option may stand anywhere, several times. Problems have the daemon's words. */
export function readCtNext(given: readonly string[]): Result<ToldStates, string> {
  const rest: string[] = [];
  const states: number[] = [];
  for (let index = 0; index < given.length; index++) {
    const word = given[index] ?? '';
    if (word !== '--ct-next') {
      rest.push(word);
      continue;
    }
    index += 1;
    const text = given[index];
    if (text === undefined) return err('Missing argument for option --ct-next');
    const state = readState(text);
    if (!state.ok) return state;
    states.push(state.value);
  }
  return ok({ rest, states });
}

function readState(text: string): Result<number, string> {
  let state = 0;
  for (const word of text.split(/[ ,]+/).filter((part) => part !== '')) {
    const bit = CT_STATE_FLAGS.findIndex((name) => name === word);
    if (bit < 0) return err(`${word}: unknown connection tracking state flag`);
    state |= 1 << bit;
  }
  const wrong = IMPOSSIBLE.filter(({ holds }) => holds(state)).map(
    ({ words }) => `${formatFlagSet(BigInt(state), CT_STATE_FLAGS)}: invalid connection state: ${words}`,
  );
  return wrong.length === 0 ? ok(state) : err(wrong.join('\n'));
}

/** States that no tracker finds. */
const IMPOSSIBLE: readonly { readonly words: string; readonly holds: (state: number) => boolean }[] = [
  {
    words: 'If "trk" is unset, no other flags are set',
    holds: (state) => state !== 0 && (state & CT_STATE.trk) === 0,
  },
  {
    words: 'when "inv" is set, only "trk" may also be set',
    holds: (state) => (state & CT_STATE.inv) !== 0 && (state & ~(CT_STATE.trk | CT_STATE.inv)) !== 0,
  },
  { words: '"new" and "est" are mutually exclusive', holds: (state) => hasBoth(state, CT_STATE.new, CT_STATE.est) },
  { words: '"new" and "rpy" are mutually exclusive', holds: (state) => hasBoth(state, CT_STATE.new, CT_STATE.rpl) },
];

function hasBoth(state: number, a: number, b: number): boolean {
  return (state & a) !== 0 && (state & b) !== 0;
}
