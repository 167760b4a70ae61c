/** The packet in focus goes down the list: which rule takes it, and at which part the earlier ones fail. */
import { useEffect, useMemo, useState } from 'react';
import type { RuleAnswers, TestPacket } from '../bridge';
import { Button, counted } from '../kit';
import { decisionsOf, type Decision } from './deciding';
import cards from './cards.module.css';
import own from './project.module.css';
import { chooseRule } from './project-list';
import { named, orderOf } from './project-order';
import { askRules, useProject } from './project-store';
import { useLab } from './store';

export function DecideCard() {
  const rules = useLab((lab) => lab.state.rules);
  const packet = useLab((lab) => lab.state.packets.find(({ id }) => id === lab.state.focus));
  const order = useMemo(() => orderOf(rules), [rules]);
  const answers = useAnswers(packet, order);
  return (
    <section className={cards.card} aria-labelledby="match-decide">
      <h2 id="match-decide">Which rule decides</h2>
      {packet === undefined ? (
        <p className={cards.note}>Choose a test packet, or make one: it goes down the list.</p>
      ) : answers === undefined ? (
        <p className={cards.note} role="status">
          Asking {counted(rules.length, 'rule')} …
        </p>
      ) : answers.kind === 'problem' ? (
        <p className={cards.bad}>{answers.message}</p>
      ) : (
        <ul className={own.decisions} data-testid="decisions">
          {decisionsOf(rules, order, answers.answers).map((decision) => (
            <One key={decision.place} decision={decision} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface Asked {
  readonly packet: TestPacket;
  readonly order: readonly number[];
  readonly meant: unknown;
  readonly answers: RuleAnswers;
}

/** Of what is asked now; undefined while nothing has been answered. */
function useAnswers(packet: TestPacket | undefined, order: readonly number[]): RuleAnswers | undefined {
  const [asked, setAsked] = useState<Asked | null>(null);
  // Set anew whenever the list is, or what its names mean.
  const meant = useProject((project) => project.missing);
  const total = useProject((project) => project.total);
  useEffect(() => {
    if (packet === undefined || total !== order.length) return undefined;
    let gone = false;
    void askRules(packet, order).then((answers) => {
      if (!gone && answers !== undefined) setAsked({ packet, order, meant, answers });
    });
    return () => {
      gone = true;
    };
  }, [packet, order, meant, total]);
  return asked?.packet === packet && asked?.order === order && asked.meant === meant ? asked.answers : undefined;
}

const FIRST = 8;
const MOST = 300;

function One({ decision: { place, winner, rivals, earlier } }: { readonly decision: Decision }) {
  const rules = useLab((lab) => lab.state.rules);
  const [shown, setShown] = useState(FIRST);
  const rest = earlier.length - shown;
  return (
    <li>
      {place === '' ? null : <span className={cards.note}>{place}: </span>}
      {winner === null ? (
        <span>none of {counted(earlier.length, 'rule')} matches</span>
      ) : (
        <Button look="quiet" data-testid="winner" title="Show this rule" onClick={() => chooseRule(winner)}>
          <strong>{named(rules, winner)}</strong> decides
        </Button>
      )}
      {rivals.length === 0 ? null : (
        <p className={cards.bad}>
          {rivals.map((index) => named(rules, index)).join(', ')} of the same priority{' '}
          {rivals.length === 1 ? 'matches' : 'match'} too: OVN does not say which of them decides.
        </p>
      )}
      {earlier.length === 0 ? null : (
        <details className={cards.note} open={winner !== null && earlier.length <= FIRST}>
          <summary>{counted(earlier.length, 'rule was', 'rules were')} asked and failed</summary>
          <ul className={own.failed}>
            {earlier.slice(0, shown).map(({ index, at }) => (
              <li key={index}>
                {named(rules, index)}: <code>{at}</code>
              </li>
            ))}
          </ul>
          {rest > 0 ? (
            <Button look="quiet" onClick={() => setShown(shown + MOST)}>
              … and {rest.toLocaleString('en')} more
            </Button>
          ) : null}
        </details>
      )}
    </li>
  );
}
