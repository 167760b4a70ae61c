/**
 * Lines of logs that quote a match: `…|lflow|WARN|error parsing match "…": …` of
 * ovn-controller, `parsing expression failed` of ovn-trace and northd, also where
 * a collector of logs put backslashes before the quotation marks.
 */
import type { Kind } from './kind';

const MARKS = ['error parsing match ', 'error parsing actions '] as const;

export const LOGS: Kind = {
  name: 'logs',
  says: 'log lines that quote a match',
  lines(source, at) {
    const line = source.lines[at];
    if (line === undefined) return undefined;
    const { text } = line;
    for (const mark of MARKS) {
      const found = text.indexOf(mark);
      const quoteAt = found + mark.length;
      if (found < 0) continue;
      if (mark === 'error parsing actions ') {
        source.leave(line, 'This line is about actions, and holds no match.');
        return at + 1;
      }
      const quoting = text.startsWith('\\"', quoteAt) ? '\\"' : text.startsWith('"', quoteAt) ? '"' : undefined;
      if (quoting === undefined) continue;
      const from = quoteAt + quoting.length;
      const end = text.indexOf(`${quoting}: `, from);
      if (end < 0) {
        source.leave(line, 'The match that this line quotes is cut off.');
        return at + 1;
      }
      const quoted = text.slice(from, end);
      const after = text.slice(end + quoting.length + 2);
      // Where the line is a string itself, it ends with that string.
      const said = (quoting === '"' ? after : (after.replaceAll('\\"', '”').split('"')[0] ?? '')).trim();
      source.add(line, {
        kind: 'match',
        match: {
          text: quoting === '"' ? quoted : quoted.replaceAll('\\"', '"'),
          place: { start: line.start + from, end: line.start + end },
        },
        problem: said === '' ? null : said,
      });
      return at + 1;
    }
    const failed = text.indexOf(': parsing expression failed (');
    if (failed < 0) return undefined;
    const from = Math.max(text.lastIndexOf('|', failed) + 1, 0);
    const end = text.lastIndexOf(')');
    source.add(line, {
      kind: 'match',
      match: { text: text.slice(from, failed), place: { start: line.start + from, end: line.start + failed } },
      problem: text.slice(failed + ': parsing expression failed ('.length, Math.max(end, failed + 29)),
    });
    return at + 1;
  },
};
