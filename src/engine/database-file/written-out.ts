/** Matches with their sets and groups written out as constants, for a release that knows neither. */
import { err, ok, type Result } from '../base';
import { lex } from '../match';

/** Characters of all matches together that sets may become. */
const MOST = 20_000_000;

export class SetsWritten {
  /** Matches in which something was written out. */
  written = 0;
  private room = MOST;

  constructor(
    private readonly sets: ReadonlyMap<string, readonly string[]>,
    private readonly groups: ReadonlyMap<string, readonly string[]>,
  ) {}

  write(match: string): Result<string> {
    if (!/[$@]/.test(match)) return ok(match);
    let text = '';
    let at = 0;
    for (const token of lex(match)) {
      const isGroup = token.type === 'port-group';
      if (!isGroup && token.type !== 'address-set') continue;
      const members = (isGroup ? this.groups : this.sets).get(token.text);
      if (members === undefined) return problem('naming a set that is not there');
      if (members.length === 0) return problem('of an empty set or group');
      const list = `{${members.map((member) => (isGroup ? JSON.stringify(member) : member)).join(', ')}}`;
      this.room -= list.length;
      if (this.room < 0) return problem('too long with its sets written out');
      text += match.slice(at, token.start) + list;
      at = token.end;
    }
    if (at > 0) this.written++;
    return ok(text + match.slice(at));
  }
}

function problem(message: string): Result<never> {
  return err({ code: 'not-written-out', message });
}
