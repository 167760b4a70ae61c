/** Table 2 of 2015: the switch's own access control list. */
import type { DroppedCopy, Explanation } from '../explanation';
import { because, quote, rowsOf, type SwitchStage } from '../switch-stage';

const PLACE = { kind: 'switch', direction: 'ingress', number: 2, name: 'ACLs' } as const;

/** An ACL's row has the ACL's priority, which is 1 or more. */
const PRIORITIES = { acl: 1, 'acl-default': 0 } as const;
const row = rowsOf(PLACE, PRIORITIES);

export const acls: SwitchStage = {
  place: PLACE,
  text: () => 'Lets through or drops by the switch’s ACLs, the highest priority first. What no ACL speaks of goes on.',
  switchRows: ({ next }, sw) => [
    row(sw, 'acl-default', '1', next, () =>
      because(`Switch ${quote(sw.name)} lets through what no ACL speaks of.`, sw),
    ),
  ],
  aclRows({ next, drop }, sw, acl) {
    const allow = acl.action === 'allow' || acl.action === 'allow-related';
    const reason = () =>
      because(
        `An ACL of switch ${quote(sw.name)} with action ${acl.action} ${allow ? 'lets through' : 'drops'} what it matches.`,
        acl,
        sw,
      );
    return [row(sw, 'acl', acl.match, allow ? next : drop, reason, acl.priority)];
  },
  drops: { byRule: { acl: explainAcl } },
};

function explainAcl({ where, reason, acl: read }: DroppedCopy): Explanation {
  const ref = reason?.nb.find(({ table }) => table === 'ACL');
  const acl = ref === undefined ? undefined : read(ref.uuid);
  if (!ref || !acl) return { sentence: `${where} by an ACL.` };
  return {
    sentence: `${where} by the ACL with priority ${acl.priority}: “${acl.match}” is to ${acl.action}.`,
    causes: [ref],
    remedies: [
      { kind: 'allow-above', acl: ref.uuid },
      { kind: 'delete-acl', acl: ref.uuid },
    ],
  };
}
