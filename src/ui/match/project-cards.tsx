/** About the rule that is in the editor: what it costs and why, a cheaper form, whom it meets and who wins. */
import { Fragment, useEffect } from 'react';
import { say } from '../actions';
import type { CheaperForm, ProjectRule, RuleExplanation } from '../bridge';
import { Button } from '../kit';
import cards from './cards.module.css';
import css from './flows-card.module.css';
import setsPanelCss from './sets-panel.module.css';
import own from './project.module.css';
import { withSets } from './paste-store';
import { named } from './project-order';
import { explainRule, useProject } from './project-store';
import { change, labStore, useLab } from './store';

export function ProjectCards() {
  const rule = useLab((lab) => lab.state.rule);
  const rules = useLab((lab) => lab.state.rules);
  const text = useLab((lab) => lab.state.text);
  const total = useProject((project) => project.total);
  const answered = useProject((project) => project.missing);
  const explained = useProject((project) => project.explained);
  useEffect(() => {
    // A list that was set anew is explained anew: `answered` is what it said first.
    if (total > 0) void explainRule(rule);
  }, [rule, rules, total, answered]);
  const current = rule === null ? undefined : rules[rule];
  if (rule === null || current === undefined) return null;
  return (
    <>
      {text === current.match ? null : <Changed rule={rule} text={text} />}
      {explained?.index === rule ? (
        <div className={own.cards}>
          <CostCard explanation={explained.explanation} />
          <CheaperCard cheaper={explained.cheaper} rule={current} />
          <Overlaps explanation={explained.explanation} rule={rule} rules={rules} />
        </div>
      ) : (
        <p className={cards.note}>Looking at the rule …</p>
      )}
    </>
  );
}

function Changed({ rule, text }: { rule: number; text: string }) {
  const put = () => {
    const { rules } = labStore.getState().state;
    const old = rules[rule];
    if (old !== undefined) change({ rules: rules.with(rule, { ...old, match: text }) }, 'Change a rule');
  };
  return (
    <p className={setsPanelCss.define}>
      <span className={cards.note}>The expression is no longer what the list has.</span>
      <Button onClick={put}>Put it into the list</Button>
    </p>
  );
}

function CostCard({ explanation }: { explanation: RuleExplanation }) {
  const { cost } = explanation;
  if (cost === null) return null;
  const most = Math.max(...cost.clauses.map(({ flows }) => flows));
  const several = cost.clauses.filter(({ flows }) => flows > 1);
  const [sizes] = cost.conjunctions;
  return (
    <section className={cards.card} aria-labelledby="rule-cost">
      <h2 id="rule-cost">{cost.flows === 1 ? '1 flow' : `${cost.flows} flows, and why`}</h2>
      <p className={css.clauses}>
        {cost.clauses.map(({ text, flows }, index) => (
          <Fragment key={index}>
            {index > 0 ? <span className={css.times}> × </span> : null}
            <span className={own.clause} data-most={flows === most && flows > 1}>
              <code>{text.length > 60 ? `${text.slice(0, 59)}…` : text}</code> {flows}
            </span>
          </Fragment>
        ))}
      </p>
      <p className={cards.note}>
        {cost.conjunctions.length === 1 && sizes !== undefined
          ? `As a conjunction: ${sizes.join(' + ')} + 1.`
          : cost.conjunctions.length > 1
            ? `${cost.conjunctions.length} conjunctions, one after the other.`
            : several.length > 1
              ? 'Its parts multiply each other: OVN makes no conjunction of them.'
              : several.length === 1
                ? 'One part has alternatives, each of which is a flow.'
                : 'Nothing multiplies.'}
      </p>
    </section>
  );
}

function CheaperCard({ cheaper, rule }: { cheaper: CheaperForm | null; rule: ProjectRule }) {
  if (cheaper === null) return <p className={cards.note}>Looking for a cheaper form …</p>;
  if (cheaper.kind !== 'found') {
    return (
      <section className={cards.card} aria-labelledby="rule-cheaper">
        <h2 id="rule-cheaper">Cheaper, and the same</h2>
        <p className={cards.note}>
          {cheaper.kind === 'none'
            ? 'No cheaper form was found.'
            : 'Not decided: there is a form with fewer flows, but whether it is the same was too much work to prove.'}
        </p>
      </section>
    );
  }
  const sets = Object.entries(cheaper.sets);
  const take = () => {
    const { state } = labStore.getState();
    const added = sets.map(([name, members]) => ({ name, members: members.join(' ') }));
    change({ text: cheaper.text, addressSets: withSets(state.addressSets, added) }, 'Cheaper form');
  };
  const copy = async () => {
    const line = commandsOf(rule, cheaper.text, cheaper.sets);
    try {
      await navigator.clipboard.writeText(line);
      say('Copied');
    } catch {
      say('The browser does not let the page copy.', 'bad');
    }
  };
  return (
    <section className={cards.card} aria-labelledby="rule-cheaper">
      <h2 id="rule-cheaper">Cheaper, and the same</h2>
      <code className={own.form}>{cheaper.text}</code>
      {sets.map(([name, members]) => (
        <p key={name}>
          with <code>${name}</code> as <code className={own.form}>{members.slice(0, 8).join(' ')}</code>
          {members.length > 8 ? ` and ${members.length - 8} more` : ''}
        </p>
      ))}
      <p className={cards.verdict} data-good data-testid="cheaper">
        = proved equivalent, {cheaper.flows} {cheaper.flows === 1 ? 'flow' : 'flows'}
      </p>
      <span className={cards.buttons}>
        <Button onClick={take}>Try it</Button>
        <Button onClick={() => void copy()}>Copy as ovn-nbctl</Button>
      </span>
    </section>
  );
}

/** The commands that would change it in a real OVN. */
function commandsOf(rule: ProjectRule, text: string, sets: Readonly<Record<string, readonly string[]>>): string {
  const lines = Object.entries(sets).map(
    ([name, members]) =>
      `ovn-nbctl set Address_Set ${name} addresses='${members.map((member) => `"${member}"`).join(',')}'`,
  );
  if (rule.kind === 'acl' && text !== rule.match) {
    const owner = rule.owner === '' ? 'SWITCH_OR_PORT_GROUP' : rule.owner;
    const tier = rule.stage > 0 ? `--tier=${rule.stage} ` : '';
    lines.push(
      `ovn-nbctl ${tier}acl-del ${owner} ${rule.direction} ${rule.priority} '${rule.match}' -- ${tier}acl-add ${owner} ${rule.direction} ${rule.priority} '${text}' ${rule.action}`,
    );
  }
  return lines.join('\n');
}

function Overlaps({
  explanation,
  rule,
  rules,
}: {
  explanation: RuleExplanation;
  rule: number;
  rules: readonly ProjectRule[];
}) {
  const { overlaps, more } = explanation;
  if (overlaps.length === 0 && more === 0) return null;
  return (
    <section className={cards.card} aria-labelledby="rule-overlaps">
      <h2 id="rule-overlaps">Who else matches its packets, and who wins</h2>
      <ul className={own.overlaps}>
        {overlaps.slice(0, 30).map(({ other, winner, agree }) => (
          <li key={other}>
            <Button look="quiet" onClick={() => change({ rule: other, text: rules[other]?.match ?? '' }, 'Rule')}>
              {named(rules, other)}
            </Button>{' '}
            <code>{rules[other]?.match}</code>{' '}
            <span className={own.remark} data-tone={winner === null && !agree ? 'warn' : 'neutral'}>
              {winner === null
                ? agree
                  ? 'same priority, does the same'
                  : 'same priority: OVN does not say who wins'
                : winner === rule
                  ? 'this one wins'
                  : 'that one wins'}
            </span>
          </li>
        ))}
      </ul>
      {overlaps.length > 30 ? <p className={cards.note}>… and {overlaps.length - 30} more</p> : null}
      {more > 0 ? <p className={cards.note}>Not compared with {more} more.</p> : null}
    </section>
  );
}
