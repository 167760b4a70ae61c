/** What people bring from elsewhere as text, to the recogniser. */
import { readAnything } from '../../src/ui/bridge/paste-reading';
import { type Door, must } from '../door';
import { drawn } from '../grammars/values';
import { mutateText } from '../mutate';
import { once } from '../recordings';

const TEXTS = once(() => [
  `ovn-nbctl acl-add sw0 to-lport 1001 'outport == "p1" && ip4.src == $as' allow-related\novn-nbctl lswitch-add sw1`,
  '  to-lport  1000 (inport == @pg && tcp.dst == {22, 80}) drop\n  from-lport   900 (ip4) allow-related log(name=x)',
  '  table=3 (ls_in_acl          ), priority=2001 , match=(ip4 && tcp), action=(next;)',
  'ovn-nbctl create Address_Set name=as addresses="10.0.0.1 10.0.0.300"\novn-nbctl pg-add pg p1 p2',
  '_uuid               : 00000000-0000-4000-8000-000000000001\nmatch               : "ip4"\npriority            : 7\ndirection           : to-lport\naction              : drop',
  '{"headings":["name","addresses"],"data":[["as",["set",["10.0.0.1"]]]]}',
  '2026-01-01T00:00:00Z|1|lflow|WARN|error parsing match "ip4.src == $x": Syntax error',
  '10.0.0.1, 10.0.0.2/31, ::1, hello',
  'ffffffffffff00000000000108060001080006040001',
]);

export const pasted: Door = {
  id: 'pasted',
  title: 'pasted texts, as the page offers places for them',
  form: 'text',
  span: 1,
  cost: 4,
  setups: [''],
  draw: (chance, pool) => {
    const change = (text: string) => mutateText(text, TEXTS(), chance);
    return drawn(chance, TEXTS(), pool, () => change(chance.pick(TEXTS())), change);
  },
  open: () => ({
    feed(text) {
      const { rules, acls, aclsLeftOut, left, leftCount, looks } = readAnything(text);
      const out = aclsLeftOut.reduce((sum, { count }) => sum + count, 0);
      must(looks !== null || rules.filter(({ kind }) => kind === 'acl').length === acls.length + out, 'ACLs are lost');
      must(left.length <= leftCount, 'more is left than is counted');
      return `${Math.min(rules.length, 3)} rules, ${Math.min(leftCount, 3)} left`;
    },
  }),
};
