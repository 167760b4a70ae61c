/** The scenarios that this browser keeps, each with its last states: open one, or save it as a file. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import {
  goToPlace,
  leaveLink,
  openDialog,
  openKept,
  openState,
  saveKept,
  saveScenario,
  say,
  unlessReplaced,
} from '../actions';
import { engine, engineStore } from '../bridge';
import type { KeptEntry, KeptState } from '../bridge';
import { Badge, Button, Dialog, EmptyState } from '../kit';
import { keepingWords } from './engine-words';
import css from './kept-dialog.module.css';

export function KeptDialog() {
  return (
    <Dialog
      open
      onOpenChange={() => openDialog(null)}
      title="What is kept in this browser"
      description="Your scenarios, each with its last states. Opening one takes nothing away from the others."
      wide
    >
      <Entries />
    </Dialog>
  );
}

function Entries() {
  const changes = useStore(engineStore, (s) => s.listChanges);
  const keeping = useStore(engineStore, (s) => s.keeping);
  const [entries, setEntries] = useState<readonly KeptEntry[] | null>(null);
  useEffect(() => {
    let wanted = true;
    void unlessReplaced(engine().kept()).then((found) => {
      if (wanted && found) setEntries(found);
    });
    return () => {
      wanted = false;
    };
  }, [changes]);
  if (!entries) return <p className={css.reading}>Reading…</p>;
  if (entries.length === 0)
    return (
      <EmptyState title="Nothing is kept yet">
        {(keeping && keepingWords(keeping)?.why) ??
          'What you make appears here by itself, as soon as you change something.'}
      </EmptyState>
    );
  return (
    <ul className={css.entries} aria-label="Kept scenarios">
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
    </ul>
  );
}

const opens = {
  here: { tone: 'accent', text: 'open here' },
  elsewhere: { tone: 'neutral', text: 'open in another tab' },
} as const;

function Entry({ entry }: { readonly entry: KeptEntry }) {
  const { id, name, release, changed, states } = entry;
  const mark = entry.open === null ? undefined : opens[entry.open];
  const newest = states[0];
  const title = name === '' ? 'without a name' : name;
  // A state's file lacks what was done after it: such an entry is opened first, and saved then.
  const whole = newest !== undefined && (newest.problem !== null || newest.actions === 0);
  const save = entry.open === 'here' ? saveScenario : whole ? () => saveKept(title, id, newest.id) : null;
  return (
    <li className={css.entry}>
      <div className={css.line}>
        <span className={css.title}>
          <strong>{title}</strong> {release === '' ? null : <Badge>{release}</Badge>}{' '}
          {mark ? <Badge tone={mark.tone}>{mark.text}</Badge> : null}
          <span className={css.when}>changed {when(changed)}</span>
        </span>
        {entry.open === 'here' ? null : (
          <Button aria-label={`Open ${title}`} onClick={() => void go(openKept(id), title)}>
            Open
          </Button>
        )}
        {save ? (
          <Button look="quiet" aria-label={`Save ${title} as a file`} onClick={() => void save()}>
            Save as a file
          </Button>
        ) : null}
      </div>
      {newest?.problem ? <Unreadable state={newest} /> : null}
      {states.length > 1 ? (
        <details>
          <summary>{states.length - 1 === 1 ? 'One earlier state' : `${states.length - 1} earlier states`}</summary>
          <ol className={css.states} aria-label={`Earlier states of ${title}`}>
            {states.slice(1).map((state) => (
              <State key={state.id} state={state} entry={id} title={title} />
            ))}
          </ol>
        </details>
      ) : null}
    </li>
  );
}

function State({ state, entry, title }: { readonly state: KeptState; readonly entry: string; readonly title: string }) {
  const from = when(state.saved);
  return (
    <li className={css.line}>
      <span className={css.title}>
        {from}
        <span className={css.when}>
          {size(state.bytes)}
          {state.actions > 0 ? `, ${state.actions} ${state.actions === 1 ? 'action' : 'actions'} after it` : ''}
        </span>
        {state.problem ? <Unreadable state={state} /> : null}
      </span>
      {state.problem ? null : (
        <Button
          aria-label={`Open ${title} as it was ${from}`}
          onClick={() => void go(openState(entry, state.id), `${title}, ${from}`)}
        >
          Open
        </Button>
      )}
      <Button
        look="quiet"
        aria-label={`Save ${title} as it was ${from} as a file`}
        onClick={() => void saveKept(title, entry, state.id)}
      >
        Save as a file
      </Button>
    </li>
  );
}

function Unreadable({ state: { problem } }: { readonly state: KeptState }) {
  return <p className={css.problem}>It could not be opened: {problem?.message} It is kept as it is.</p>;
}

async function go(opening: Promise<unknown>, what: string): Promise<void> {
  if ((await opening) === null) return;
  leaveLink();
  openDialog(null);
  goToPlace('lab');
  say(`${what} is open`);
}

const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function when(time: number): string {
  return date.format(time);
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
