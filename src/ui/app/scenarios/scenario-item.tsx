/** One scenario of the list, with everything that can be done with it. */
import { Columns2, Copy, Download, Pencil, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { openKept, saveEntry, saveKept, saveScenario, say } from '../../actions';
import { engine } from '../../bridge';
import type { KeptEntry, Problem, Result } from '../../bridge';
import { Badge, Button } from '../../kit';
import { opened } from './opened';
import { ScenarioPicture } from './scenario-picture';
import { ScenarioStates, Unreadable } from './scenario-states';
import { originWords, sizeWords, titleOf, when } from './scenario-words';
import css from './scenarios.module.css';

interface Props {
  readonly entry: KeptEntry;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly onCompare: () => void;
  readonly onDelete: () => void;
}

const opens = {
  here: { tone: 'accent', text: 'open here' },
  elsewhere: { tone: 'neutral', text: 'open in another tab' },
} as const;

export function ScenarioItem({ entry, now, onCompare, onDelete }: Props) {
  const { id, release, changed, states, about, untouched } = entry;
  const [naming, setNaming] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const rename = useRef<HTMLButtonElement>(null);
  const mark = entry.open === null ? undefined : opens[entry.open];
  const newest = states[0];
  const title = titleOf(entry);
  const told = <T,>(answer: Result<T>) => setProblem(answer.ok ? null : sentence(answer.error));
  const elsewhere = entry.open === 'elsewhere';
  const facts = [
    `${untouched ? 'opened' : 'changed'} ${when(changed, now)}`,
    about === null ? null : sizeWords(about),
    originWords(entry),
  ].filter((fact) => fact !== null);
  return (
    <li className={css.entry} data-open={entry.open ?? 'no'}>
      <ScenarioPicture about={about} />
      <div className={css.text}>
        <div className={css.title}>
          {naming ? (
            <NameField
              name={entry.name}
              onDone={async (name) => {
                setNaming(false);
                requestAnimationFrame(() => rename.current?.focus());
                if (name === null) return;
                if (entry.open === 'here') await engine().rename(name);
                else told(await engine().renameKept(id, name));
              }}
            />
          ) : (
            <strong>{title}</strong>
          )}{' '}
          {release === '' ? null : <Badge>{release}</Badge>} {mark ? <Badge tone={mark.tone}>{mark.text}</Badge> : null}
        </div>
        <div className={css.quiet}>{facts.join(' · ')}</div>
        {newest?.problem ? <Unreadable state={newest} /> : null}
        {problem === null ? null : (
          <p className={css.problem} role="alert">
            {problem}
          </p>
        )}
      </div>
      <div className={css.actions}>
        {entry.open === 'here' ? null : (
          <Button aria-label={`Open ${title}`} onClick={() => void opened(openKept(id), title)}>
            Open
          </Button>
        )}
        <Button
          ref={rename}
          icon
          look="quiet"
          aria-label={`Rename ${title}`}
          title={elsewhere ? 'Rename it in the tab that has it open' : 'Rename'}
          disabled={elsewhere}
          onClick={() => setNaming(true)}
        >
          <Pencil size={15} aria-hidden />
        </Button>
        <Button
          icon
          look="quiet"
          aria-label={`Duplicate ${title}`}
          title="Duplicate"
          onClick={() => void engine().duplicateKept(id).then(told)}
        >
          <Copy size={15} aria-hidden />
        </Button>
        <Button icon look="quiet" aria-label={`Compare ${title}`} title="Compare with another" onClick={onCompare}>
          <Columns2 size={15} aria-hidden />
        </Button>
        <Button
          icon
          look="quiet"
          aria-label={`Save ${title} as a file`}
          title="Save as a file"
          onClick={() => void save(entry)}
        >
          <Download size={15} aria-hidden />
        </Button>
        <Button
          icon
          look="quiet"
          aria-label={`Delete ${title}`}
          title={entry.open === null ? 'Delete' : 'What is open cannot be deleted'}
          disabled={entry.open !== null}
          onClick={onDelete}
        >
          <Trash2 size={15} aria-hidden />
        </Button>
      </div>
      <ScenarioStates entry={entry} now={now} />
    </li>
  );
}

function NameField({ name, onDone }: { readonly name: string; readonly onDone: (name: string | null) => unknown }) {
  const cancelled = useRef(false);
  return (
    <input
      className={css.name}
      aria-label={`New name of ${name}`}
      defaultValue={name}
      autoFocus
      spellCheck={false}
      maxLength={200}
      onFocus={(event) => event.target.select()}
      onBlur={(event) => {
        const value = event.target.value.trim();
        void onDone(cancelled.current || value === '' || value === name ? null : value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') cancelled.current = true;
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        event.currentTarget.blur();
      }}
    />
  );
}

/** One that cannot be opened is saved as it is kept. */
async function save(entry: KeptEntry): Promise<void> {
  const [newest] = entry.states;
  if (entry.open === 'here') await saveScenario();
  else if (newest !== undefined && newest.problem !== null) await saveKept(titleOf(entry), entry.id, newest.id);
  else await saveEntry(titleOf(entry), entry.id);
  say(`${titleOf(entry)} is saved as a file`, 'quiet');
}

function sentence({ message }: Problem): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
