/** Both outcomes side by side: verdicts on top, then step beside step, with what differs at each. */
import { useId, useMemo, useRef, useState } from 'react';
import type { Trace, TraceComparison } from '../../bridge';
import { Badge, Button } from '../../kit';
import type { Tone } from '../../kit';
import { MARKS, sideRows } from './side-by-side';
import type { Side, SideRow } from './side-by-side';
import css from './what-if.module.css';

interface Props {
  readonly left: Trace;
  readonly right: Trace;
  readonly comparison: TraceComparison;
  readonly titles: readonly [left: string, right: string];
}

const TONES: Readonly<Record<Trace['verdict']['kind'], Tone>> = { delivered: 'good', mixed: 'warn', dropped: 'bad' };

export function ComparisonView({ left, right, comparison, titles }: Props) {
  const rows = useMemo(() => sideRows(left, right, comparison), [left, right, comparison]);
  const list = useRef<HTMLOListElement>(null);
  const differing = rows.filter(({ kind }) => kind !== 'same').length;
  const goToFirst = () => {
    const row = list.current?.querySelector('[data-first="true"]');
    row?.scrollIntoView({ block: 'center' });
    const target = row?.querySelector('button') ?? row;
    if (target instanceof HTMLElement) target.focus();
  };
  return (
    <section className={css.comparison} aria-label="Comparison">
      <div className={css.verdicts}>
        <VerdictCard title={titles[0]} trace={left} />
        <VerdictCard title={titles[1]} trace={right} />
      </div>
      <div className={css.summary}>
        <span role="status">
          {differing === 0
            ? 'Nothing differs: the packet takes the same way with the same values.'
            : `${differing} of ${rows.length} steps differ.`}
        </span>
        {comparison.first === null ? null : <Button onClick={goToFirst}>First difference</Button>}
      </div>
      <ol className={css.rows} ref={list} aria-label="Steps side by side" tabIndex={0}>
        {rows.map((row, index) => (
          <Row key={index} row={row} />
        ))}
      </ol>
    </section>
  );
}

function VerdictCard({ title, trace: { verdict } }: { title: string; trace: Trace }) {
  return (
    <div className={css.verdict} data-kind={verdict.kind}>
      <h3>
        {title} <Badge tone={TONES[verdict.kind]}>{verdict.kind === 'mixed' ? 'partly delivered' : verdict.kind}</Badge>
      </h3>
      <p>{verdict.sentence}</p>
      <p className={css.aside}>{verdict.detail}</p>
    </div>
  );
}

function Row({ row }: { row: SideRow }) {
  const [open, setOpen] = useState(row.first);
  const id = useId();
  const [glyph, words] = MARKS[row.kind];
  const expands = row.differences.length > 0;
  const what = row.differences.map((difference) => difference.what).join(', ');
  return (
    <li className={css.row} data-kind={row.kind} data-first={row.first} tabIndex={row.first ? -1 : undefined}>
      <SideCell side={row.left} name="left" />
      <span className={css.mark} title={words}>
        <span aria-hidden="true">{glyph}</span>
        <span className="visually-hidden">
          {words}
          {row.first ? ', the first difference' : ''}
        </span>
      </span>
      <SideCell side={row.right} name="right" />
      {expands ? (
        <button
          type="button"
          className={css.what}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {open ? '▾' : '▸'} {what}
        </button>
      ) : null}
      {expands && open ? (
        <dl className={css.differences} id={id}>
          {row.differences.map(({ what: name, left, right }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{left ?? 'nothing'}</dd>
              <dd>{right ?? 'nothing'}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </li>
  );
}

function SideCell({ side, name }: { side: Side | null; name: string }) {
  if (!side) return <span className={css.side} data-side={name} />;
  return (
    <span className={css.side} data-side={name} data-step={side.kind} title={side.body}>
      <span className={css.machine}>{side.machine}</span> <span className={css.head}>{side.head}</span>{' '}
      <span className={css.body}>{side.body}</span>
    </span>
  );
}
