/** Pieces that the panels share: a heading, facts, a field that commits when left. */
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { TextField } from '../../kit';
import css from './inspector.module.css';

export function Heading({ kind, name, children }: { kind: string; name: string; children?: ReactNode }) {
  return (
    <header className={css.heading}>
      <span className={css.kind}>{kind}</span>
      <h2 className={css.name}>{name}</h2>
      {children}
    </header>
  );
}

/** Pairs of a name and a value that OVN would print. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={css.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface CommitFieldProps {
  readonly label: string;
  readonly value: string;
  readonly mono?: boolean;
  readonly hint?: string;
  readonly placeholder?: string;
  /** What is wrong with a value, or null; a wrong value is not committed. */
  readonly check?: (value: string) => string | null;
  /** `tell` hears why it cannot be: then what was typed stays, with that below it. */
  readonly onCommit: (value: string, tell: (problem: string) => void) => unknown;
}

/** A text field that takes effect on Enter or when left, and takes back its text on Escape. */
export function CommitField({ label, value, mono = true, hint, placeholder, check, onCommit }: CommitFieldProps) {
  const [draft, setDraft] = useState<{ readonly of: string; readonly text: string } | null>(null);
  const text = draft?.of === value ? draft.text : value;
  const [refused, setRefused] = useState<{ readonly text: string; readonly why: string } | null>(null);
  const committing = useRef<string | null>(null);
  const wrong = check && text !== value ? check(text) : null;
  const problem = wrong ?? (refused?.text === text && text !== value ? refused.why : null);
  const commit = async () => {
    if (problem !== null) return;
    if (text === value) {
      setDraft(null);
      return;
    }
    // Leaving the field must not do again what Enter is doing.
    if (committing.current === text) return;
    committing.current = text;
    let why: string | null = null;
    await onCommit(text, (told) => {
      why = told;
    });
    committing.current = null;
    if (why === null) setDraft((now) => (now?.text === text ? null : now));
    else setRefused({ text, why });
  };
  return (
    <TextField
      label={label}
      mono={mono}
      value={text}
      problem={problem}
      {...(hint === undefined ? {} : { hint })}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={(event) => setDraft({ of: value, text: event.target.value })}
      onBlur={() => void commit()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void commit();
        else if (event.key === 'Escape') setDraft(null);
      }}
    />
  );
}
