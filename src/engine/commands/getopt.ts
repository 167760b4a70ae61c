/**
 * Options as getopt_long(3) reads them: short and long, abbreviated, permuted
 * behind the arguments unless told otherwise, with the messages of the GNU C
 * library, because these are what the real programs print.
 */

export interface LongOption {
  readonly name: string;
  readonly argument: 'none' | 'required' | 'optional';
  /** The short form, one letter. */
  readonly short?: string;
}

export interface GivenOption {
  readonly name: string;
  readonly value: string | undefined;
}

export interface ParsedOptions {
  readonly options: readonly GivenOption[];
  readonly args: readonly string[];
  /** Complaints in order, each without the newline. The programs decide whether they end there. */
  readonly errors: readonly string[];
  /** The same, for programs that say them in words of their own. */
  readonly problems: readonly OptionProblem[];
}

export interface OptionProblem {
  /** `unwanted`: an argument for an option that takes none; `missing`: none for one that does. */
  readonly kind: 'unrecognized' | 'ambiguous' | 'unwanted' | 'missing';
  /** As getopt_long(3) says it, without the program's name. */
  readonly message: string;
  readonly word: string;
  /** The letter of a short option. */
  readonly letter?: string;
}

/**
 * Reads `argv` (without the program's name).
 * @param stopAtFirstArgument like a leading `+` in getopt's option string: what follows the first plain word is not looked at
 */
export function getopt(
  program: string,
  argv: readonly string[],
  known: readonly LongOption[],
  stopAtFirstArgument: boolean,
): ParsedOptions {
  const options: GivenOption[] = [];
  const args: string[] = [];
  const problems: OptionProblem[] = [];
  let index = 0;
  const complain = (kind: OptionProblem['kind'], message: string, word: string, letter?: string) => {
    problems.push({ kind, message, word, ...(letter === undefined ? {} : { letter }) });
  };
  while (index < argv.length) {
    const word = argv[index] ?? '';
    index += 1;
    if (word === '--') break;
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
      const given = equals < 0 ? undefined : word.slice(equals + 1);
      const option = findLong(name, known);
      if (option === undefined) complain('unrecognized', `unrecognized option '--${name}'`, word);
      else if (Array.isArray(option))
        complain('ambiguous', ambiguous(equals < 0 ? word : word.slice(0, equals), option), word);
      else if (option.argument === 'none' && given !== undefined)
        complain('unwanted', `option '--${option.name}' doesn't allow an argument`, word);
      else if (option.argument === 'required' && given === undefined) {
        const next = argv[index];
        if (next === undefined) complain('missing', `option '--${option.name}' requires an argument`, word);
        else {
          options.push({ name: option.name, value: next });
          index += 1;
        }
      } else options.push({ name: option.name, value: given });
    } else if (word.startsWith('-') && word !== '-') {
      index += shortOptions(word, argv[index], known, options, complain);
    } else {
      args.push(word);
      if (stopAtFirstArgument) break;
    }
  }
  args.push(...argv.slice(index));
  return { options, args, errors: problems.map(({ message }) => `${program}: ${message}`), problems };
}

function shortOptions(
  word: string,
  next: string | undefined,
  known: readonly LongOption[],
  options: GivenOption[],
  complain: (kind: OptionProblem['kind'], message: string, word: string, letter: string) => void,
): 0 | 1 {
  const letters = word.slice(1);
  for (let at = 0; at < letters.length; at++) {
    const letter = letters.charAt(at);
    const option = known.find((candidate) => candidate.short === letter);
    const rest = letters.slice(at + 1);
    if (!option) complain('unrecognized', `invalid option -- '${letter}'`, word, letter);
    else if (option.argument === 'none') options.push({ name: option.name, value: undefined });
    else if (rest !== '' || option.argument === 'optional') {
      options.push({ name: option.name, value: rest === '' ? undefined : rest });
      return 0;
    } else if (next === undefined) {
      complain('missing', `option requires an argument -- '${letter}'`, word, letter);
      return 0;
    } else {
      options.push({ name: option.name, value: next });
      return 1;
    }
  }
  return 0;
}

function findLong(name: string, known: readonly LongOption[]): LongOption | LongOption[] | undefined {
  const exact = known.find((option) => option.name === name);
  if (exact) return exact;
  const candidates = known.filter((option) => option.name.startsWith(name));
  if (candidates.length <= 1) return candidates[0];
  return candidates;
}

function ambiguous(word: string, candidates: readonly LongOption[]): string {
  return `option '${word}' is ambiguous; possibilities:${candidates.map((option) => ` '--${option.name}'`).join('')}`;
}
