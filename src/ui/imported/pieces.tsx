/** What the details of several kinds of things have in common. */
import type { ReactNode } from 'react';
import { Badge, Button } from '../kit';
import type { FlowView, NamedRow } from '../bridge/imported';
import { selectThing } from './address';
import css from './details.module.css';
import { thingOfRow } from './things';

export function Title({ kind, title }: { readonly kind: string; readonly title: string }) {
  return (
    <header className={css.title}>
      <span className={css.note}>{kind}</span>
      <h2>{title}</h2>
    </header>
  );
}

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={css.section}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

export function FlowText({ flow }: { readonly flow: Pick<FlowView, 'priority' | 'match' | 'actions' | 'problem'> }) {
  return (
    <dl className={css.columns}>
      <div>
        <dt>priority</dt>
        <dd>{flow.priority}</dd>
      </div>
      <div>
        <dt>match</dt>
        <dd>{flow.match}</dd>
      </div>
      <div>
        <dt>actions</dt>
        <dd>
          {flow.actions.split(/(?<=;) /).map((line, index) => (
            <div key={index}>{line}</div>
          ))}
        </dd>
      </div>
      {flow.problem === null ? null : (
        <div>
          <dt>problem</dt>
          <dd className={css.bad}>It does not parse, so no packet meets it: {flow.problem}</dd>
        </div>
      )}
    </dl>
  );
}

/** What in the northbound database a flow was made from. */
export function Made({ from, source }: { readonly from: readonly NamedRow[]; readonly source: string | null }) {
  return (
    <Section title="Made from">
      {from.length === 0 ? (
        <p className={css.note}>
          No single northbound row: every network of this kind has it, or the row is not there.
        </p>
      ) : (
        <ul className={css.list}>
          {from.map((row) => (
            <li key={row.uuid}>
              <Badge>{row.table}</Badge>{' '}
              <Button look="link" onClick={() => selectThing(thingOfRow(row))}>
                {row.title}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {source === null ? null : <p className={css.note}>By ovn-northd at {source}</p>}
    </Section>
  );
}
