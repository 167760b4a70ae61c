/** Another expression: the same packets or not, and a packet that shows it. */
import { useEffect, useState } from 'react';
import type { Comparison, MatchContext } from '../bridge';
import { Button } from '../kit';
import cards from './cards.module.css';
import { addPacket, change, client, useLab } from './store';

interface Answer {
  readonly comparison: Comparison | null;
  readonly problem: string;
}

export function CompareCard({ context }: { context: MatchContext }) {
  const text = useLab((lab) => lab.state.text);
  const other = useLab((lab) => lab.state.other);
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    if (other.trim() === '' || text.trim() === '') return undefined;
    let stale = false;
    const timer = setTimeout(() => {
      void client
        .api()
        .compare(text, other)
        .then((result) => {
          if (stale) return;
          setAnswer(
            result.ok
              ? { comparison: result.value, problem: '' }
              : { comparison: null, problem: `${result.error.message} ${result.error.hint ?? ''}` },
          );
        });
    }, 150);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [text, other, context]);
  const shown = other.trim() === '' || text.trim() === '' ? null : answer;
  const counterexample = shown?.comparison?.counterexample ?? null;
  return (
    <section className={cards.card} aria-labelledby="match-compare">
      <h2 id="match-compare">Same as</h2>
      <textarea
        aria-label="Expression to compare with"
        className={cards.other}
        value={other}
        rows={2}
        spellCheck={false}
        placeholder="Another expression, to see whether it means the same"
        onChange={(event) => change({ other: event.target.value }, 'Other expression')}
      />
      <div role="status" data-testid="comparison">
        {shown?.comparison ? (
          <p className={cards.verdict} data-good={shown.comparison.equivalent}>
            {shown.comparison.equivalent ? '= ' : '≠ '}
            {shown.comparison.sentence}
          </p>
        ) : shown?.problem ? (
          <p className={cards.bad}>{shown.problem}</p>
        ) : null}
        {counterexample === null ? null : <code className={cards.code}>{counterexample}</code>}
      </div>
      {counterexample === null ? null : (
        <Button
          onClick={() =>
            addPacket({ name: 'Tells them apart', kind: 'microflow', text: counterexample, inport: '', outport: '' })
          }
        >
          Add it to the packets
        </Button>
      )}
    </section>
  );
}
