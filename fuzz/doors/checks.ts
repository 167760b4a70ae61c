/** Suites of checks: whatever is typed is read or refused in its place; what only asks is also run. */
import { formatJunit, formatReport, parseSuite, runSuite } from '../../src/engine/checks';
import type { Suite } from '../../src/engine/checks';
import { galleryScenario, openScenario } from '../../src/engine/scenario';
import type { Chance } from '../chance';
import { type Door, type Visit, must } from '../door';
import { drawn } from '../grammars/values';
import { mutateText } from '../mutate';

const SEEDS = [
  'sw0-port1 reaches sw0-port2 by ping\n',
  'sw0-port1, sw0-port2 reach each other by tcp/22, udp/53 as "They talk" for 2.5 marks\n',
  'eventually within 30s sw0-port1 is not up # soon\n',
  'release 2015-08\nseed 7\nrun\n  ovn-nbctl lswitch-add a\nsw0-port9 not reaches "my vm" by arp\n',
  'right after ovn-nbctl lport-del sw0-port1\n`ovn-nbctl show` not prints "x\\"y"\n',
];

const WORDS = [
  ...['sw0-port1', 'sw0-port2', 'nobody', '"a b"', '10.0.0.1', ',', 'not', 'reaches', 'reach', 'each other', 'by'],
  ...['ping', 'arp', 'tcp/80', 'udp/0', 'is', 'up', 'as', '"n"', 'for', '1 mark', 'eventually', 'within', '5m', '#'],
  ...['after', 'right after', 'run', 'scenario', '`true`', 'prints', '\n', '\n  ', '\r\n', '\u2028', '"', '\\'],
];

/** More would take long; commands have doors of their own. */
const MOST_STEPS = 4;

export const checks: Door = {
  id: 'checks',
  title: 'suites of checks',
  form: 'text',
  span: 1,
  cost: 4,
  setups: [''],
  draw: (chance, pool) =>
    drawn(
      chance,
      SEEDS,
      pool,
      () => sentence(chance),
      (text) => mutateText(text, SEEDS, chance),
    ),
  open: () => visit,
};

function sentence(chance: Chance): string {
  return Array.from({ length: 2 + chance.below(14) }, () => chance.pick(WORDS)).join(' ');
}

const visit: Visit = {
  feed(text) {
    const suite = parseSuite(text);
    if (!suite.ok) {
      must(suite.error.length > 0, 'a refusal without a problem');
      for (const { range } of suite.error) {
        must(
          range !== undefined && range.start <= range.end && range.end <= text.length,
          'a problem outside of the text',
        );
      }
      return suite.error[0]?.message.replaceAll(/“.*”/g, '…') ?? '';
    }
    const { steps } = suite.value;
    if (steps.length > MOST_STEPS || !onlyAsks(suite.value)) return `${Math.min(steps.length, 9)} steps`;
    const document = galleryScenario('article');
    const opened = document && openScenario(document);
    if (opened?.ok !== true) throw new Error('The article of our own gallery does not open.');
    const { deployment } = opened.value;
    const report = runSuite(deployment, suite.value);
    must(report.passed + report.failed === steps.length, 'a check without a verdict');
    formatReport(deployment.release, report);
    const xml = formatJunit(deployment.release, report, text);
    must(
      Array.from(xml).every((char) => char >= ' ' || '\t\n\r'.includes(char)),
      'XML with what XML cannot hold',
    );
    return `${report.passed} passed, ${report.failed} failed`;
  },
};

function onlyAsks({ steps }: Suite): boolean {
  return steps.every((step) => {
    if (step.kind === 'deed' || step.claim.kind === 'prints') return false;
    if (step.claim.kind === 'state') return true;
    const { from, to = from, by } = step.claim;
    return from.length * to.length * by.length <= 12;
  });
}
