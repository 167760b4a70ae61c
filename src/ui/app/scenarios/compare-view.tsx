/** Two scenarios side by side: what only one of them has, and what both have otherwise. */
import { useState } from 'react';
import { unlessReplaced } from '../../actions';
import { engine } from '../../bridge';
import type { ComparedGroup, KeptComparison, KeptEntry, Result } from '../../bridge';
import { Badge, Button, SelectField } from '../../kit';
import { titleOf, when } from './scenario-words';
import css from './scenarios.module.css';

interface Props {
  readonly entries: readonly KeptEntry[];
  readonly first: string;
  readonly now: number;
  readonly onBack: () => void;
}

const how = {
  added: { tone: 'good', text: 'added' },
  removed: { tone: 'bad', text: 'removed' },
  changed: { tone: 'warn', text: 'changed' },
} as const;

export function CompareView({ entries, first, now, onBack }: Props) {
  const other =
    entries.find((entry) => entry.id !== first && entry.open === 'here') ?? entries.find(({ id }) => id !== first);
  const [left, setLeft] = useState(first);
  const [right, setRight] = useState(other?.id ?? first);
  const [answer, setAnswer] = useState<Result<KeptComparison> | 'waiting' | null>(null);
  const options = entries.map((entry) => ({
    value: entry.id,
    label: `${titleOf(entry)}, ${when(entry.changed, now)}`,
  }));
  const compare = async () => {
    setAnswer('waiting');
    setAnswer((await unlessReplaced<Result<KeptComparison>>(engine().compareKept(left, right))) ?? null);
  };
  const choose = (set: (id: string) => void) => (id: string) => {
    set(id);
    setAnswer(null);
  };
  return (
    <div className={css.compare}>
      <Button onClick={onBack}>Back to the list</Button>
      <div className={css.sides}>
        <SelectField label="From" value={left} options={options} onChange={choose(setLeft)} />
        <SelectField label="To" value={right} options={options} onChange={choose(setRight)} />
        <Button look="primary" disabled={answer === 'waiting'} onClick={() => void compare()}>
          Compare
        </Button>
      </div>
      <div aria-live="polite">
        {answer === null ? null : answer === 'waiting' ? (
          <p className={css.quiet}>Reading both…</p>
        ) : answer.ok ? (
          <Differences comparison={answer.value} />
        ) : (
          <p className={css.problem}>{answer.error.message}</p>
        )}
      </div>
    </div>
  );
}

function Differences({ comparison: { groups, rows } }: { readonly comparison: KeptComparison }) {
  if (groups.length + rows.length === 0) return <p>They are the same.</p>;
  const count = rows.reduce((sum, { things }) => sum + things.length, 0);
  return (
    <>
      {groups.map((group) => (
        <Group key={group.title} group={group} />
      ))}
      {count === 0 ? null : (
        <details className={css.earlier}>
          <summary>{count === 1 ? 'One northbound row' : `${count} northbound rows`}</summary>
          {rows.map((group) => (
            <Group key={group.title} group={group} />
          ))}
        </details>
      )}
    </>
  );
}

const MOST = 200;

function Group({ group: { title, things } }: { readonly group: ComparedGroup }) {
  return (
    <section className={css.group}>
      <h3>
        {title} <span className={css.quiet}>{things.length}</span>
      </h3>
      <ul aria-label={`Differences of ${title}`}>
        {things.slice(0, MOST).map((thing) => (
          <li key={`${thing.how} ${thing.name}`}>
            <Badge tone={how[thing.how].tone}>{how[thing.how].text}</Badge> <span className="mono">{thing.name}</span>
            {thing.details.map((detail) => (
              <div key={detail} className={css.detail}>
                {detail}
              </div>
            ))}
          </li>
        ))}
        {things.length > MOST ? <li>and {things.length - MOST} more</li> : null}
      </ul>
    </section>
  );
}
