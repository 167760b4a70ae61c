/**
 * What `ovn-nbctl acl-list` prints, the same since 2015 but for what follows the action:
 * `  to-lport  1001 (outport == "p" && ip) allow-related log(name=n,severity=info) [after-lb]`.
 */
import { closingParenthesis } from '../parentheses';
import { ACL_ACTIONS, quote, readDirection } from '../source';
import type { Kind } from './kind';

const HEAD = /^ *(from-lport|to-lport) +(\d{1,5}) +\(/;

export const ACL_LIST: Kind = {
  name: 'acl-list',
  says: 'output of ovn-nbctl acl-list',
  lines(source, at) {
    const line = source.lines[at];
    const head = line === undefined ? null : HEAD.exec(line.text);
    if (line === undefined || head === null) return undefined;
    const open = head[0].length;
    const close = closingParenthesis(line.text, open);
    if (close < 0) {
      source.leave(line, 'The parenthesis around the match of this ACL is not closed.');
      return at + 1;
    }
    const rest = line.text.slice(close + 1).trim();
    const action = /^[a-z-]*/.exec(rest)?.[0] ?? '';
    if (!ACL_ACTIONS.has(action)) {
      const place = { start: line.start + close + 1, end: line.end };
      source.leave(place, `After the match stands ${[...ACL_ACTIONS].join(', ')}, and not ${quote(rest)}.`);
      return at + 1;
    }
    source.addAcl(line, {
      entity: source.setting.entity,
      direction: readDirection(head[1] ?? '') ?? 'from-lport',
      priority: Number(head[2]),
      match: {
        text: line.text.slice(open, close),
        place: { start: line.start + open, end: line.start + close },
      },
      action,
      tier: Number(/\btier[ =](\d)/.exec(rest)?.[1] ?? 0),
      name: /\blog\((?:[^)]*,)?name=([^,)]+)/.exec(rest)?.[1] ?? null,
      afterLb: rest.includes('[after-lb]'),
    });
    return at + 1;
  },
};
