/** The command line of the fuzzer. */
import { DOORS } from './doors';

export interface Options {
  /** None: all of them. */
  readonly doors: readonly string[];
  readonly seed: number;
  /** For all doors together. */
  readonly minutes: number | undefined;
  /** For the cheapest doors; dearer ones get fewer (`Door.cost`). */
  readonly inputs: number | undefined;
  /** Whether what was found goes into the corpus. */
  readonly keep: boolean;
}

const MINUTES = 1;

export const USAGE = `usage: npm run fuzz -- [DOOR...] [--minutes N] [--inputs N] [--seed N] [--no-keep]
  DOOR       ${DOORS.map(({ id }) => id).join(', ')}; all without one
  --minutes  how long, all doors together (${MINUTES} without --inputs)
  --inputs   how many inputs at the cheapest doors, fewer at dearer ones: the same inputs on every machine
  --seed     where chance begins; without it another one each time, printed
  --no-keep  leaves fuzz/corpus as it is`;

/** Options, or what is wrong with the command line. */
export function readOptions(args: readonly string[]): Options | string {
  const doors: string[] = [];
  const numbers = new Map<string, number>();
  let keep = true;
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? '';
    const [name = '', inline] = word.split('=', 2);
    if (word === '--no-keep') keep = false;
    else if (['--minutes', '--inputs', '--seed'].includes(name)) {
      const number = Number(inline ?? args[++index]);
      if (!Number.isFinite(number) || number < 0) return `${name} needs a number`;
      numbers.set(name, number);
    } else if (DOORS.some(({ id }) => id === word)) doors.push(word);
    else return `there is no door ${word}`;
  }
  const inputs = numbers.get('--inputs');
  return {
    doors,
    seed: numbers.get('--seed') ?? Math.floor(Math.random() * 2 ** 32),
    minutes: numbers.get('--minutes') ?? (inputs === undefined ? MINUTES : undefined),
    inputs,
    keep,
  };
}
