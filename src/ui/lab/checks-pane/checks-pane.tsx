/** The suite as a text on the left, its verdicts on the right; both above each other where it is narrow. */
import { useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { saveText } from '../../actions';
import { engine } from '../../bridge';
import type { ChecksReport, Problem } from '../../bridge';
import { Badge, Button, counted, EmptyState } from '../../kit';
import { isMoment, useMirror } from '../../state';
import panes from '../panes.module.css';
import { CheckItem } from './check-item';
import { checksStore, keepText, runText, stopRun } from './checks-store';
import type { Run } from './checks-store';
import css from './checks-pane.module.css';
import { suggestedSuite } from './suggested';

export function ChecksPane() {
  const kept = useMirror((mirror) => mirror.scenario.checks ?? '');
  const { running, run } = useStore(checksStore);
  const stale = useMirror((mirror) => run !== null && !isMoment(run.moment, mirror));
  const [text, setText] = useDraft(kept);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const select = (start: number, end: number) => {
    field.current?.focus();
    field.current?.setSelectionRange(start, end);
  };
  const selectLine = (line: number) => {
    const start =
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    select(start, start + (text.split('\n')[line - 1]?.length ?? 0));
  };
  const report = run?.report ?? null;
  return (
    <div className={panes.pane}>
      <div className={panes.tools}>
        {running ? (
          <Button onClick={stopRun}>Stop</Button>
        ) : (
          <Button look="primary" disabled={text.trim() === ''} onClick={() => void runText(text)}>
            Run checks
          </Button>
        )}
        <span className={panes.note} role="status">
          {running ? 'Running…' : report ? summary(report) : ''}
        </span>
        {report !== null && stale && !running ? <Badge tone="warn">the deployment has changed since</Badge> : null}
        {report !== null && text !== run?.text ? <Badge tone="warn">the text has changed since</Badge> : null}
        <span className={panes.grow} />
        {report ? (
          <Button look="quiet" onClick={() => saveText('checks.xml', report.junit, 'application/xml')}>
            Save as JUnit XML
          </Button>
        ) : null}
      </div>
      <div className={css.halves}>
        <div className={css.suite}>
          <label className="visually-hidden" htmlFor={id}>
            Suite of checks
          </label>
          <textarea
            ref={field}
            id={id}
            className={css.text}
            spellCheck={false}
            autoComplete="off"
            placeholder={PLACEHOLDER}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onBlur={() => void keepText(text)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              void runText(text);
            }}
          />
        </div>
        <div className={css.results}>
          <Results run={run} empty={text.trim() === ''} onRange={select} onLine={selectLine} onText={setText} />
        </div>
      </div>
    </div>
  );
}

const PLACEHOLDER = `vm1 reaches vm2 by ping
vm1 not reaches vm2 by tcp/22
after nova live-migration vm2 hv2
vm1 reaches vm2 by ping`;

/** What is typed, until it is kept; another text of the scenario, by undo or another tab, takes its place. */
function useDraft(kept: string): readonly [string, (text: string) => void] {
  const [draft, setDraft] = useState({ text: kept, kept });
  const current = draft.kept === kept ? draft : { text: kept, kept };
  if (current !== draft) setDraft(current);
  return [current.text, (text) => setDraft({ text, kept })];
}

function summary({ passed, failed, broken, marks }: ChecksReport): string {
  const parts = [`${passed} of ${counted(passed + failed, 'check')} passed`];
  if (marks !== null) parts.push(`${marks.earned} of ${counted(marks.possible, 'mark')}`);
  if (broken > 0) parts.push(`${counted(broken, 'command')} failed`);
  return parts.join(', ');
}

interface ResultsProps {
  readonly run: Run | null;
  readonly empty: boolean;
  readonly onRange: (start: number, end: number) => void;
  readonly onLine: (line: number) => void;
  readonly onText: (text: string) => void;
}

function Results({ run, empty, onRange, onLine, onText }: ResultsProps) {
  if (run === null) return <Start empty={empty} onText={onText} />;
  if (run.report === null) return <Problems text={run.text} problems={run.problems} onRange={onRange} />;
  return (
    <>
      {run.report.begins ? (
        <p className={css.note}>What the suite begins with is passed over: this lab stands in its place.</p>
      ) : null}
      <ol className={css.list} aria-label="Results">
        {run.report.rows.map((row, index) => (
          <CheckItem key={index} row={row} onLine={onLine} />
        ))}
      </ol>
    </>
  );
}

function Start({ empty, onText }: { empty: boolean; onText: (text: string) => void }) {
  const alive = useRef(true);
  useEffect(
    () => () => {
      alive.current = false;
    },
    [],
  );
  const suggest = async () => {
    const { ports } = await engine().reachabilityPorts();
    const text = suggestedSuite(ports);
    if (!alive.current) return;
    onText(text);
    void runText(text);
  };
  return (
    <EmptyState title="No checks were run yet">
      <p>
        Each line says what is to hold: who reaches whom, what a server is, what a command prints. Between them{' '}
        <code>after</code> types a command. All of it happens in a copy: the lab stays as it is.
      </p>
      {empty ? (
        <Button look="primary" onClick={() => void suggest()}>
          Begin with the ports there are
        </Button>
      ) : null}
    </EmptyState>
  );
}

interface ProblemsProps {
  readonly text: string;
  readonly problems: readonly Problem[];
  readonly onRange: (start: number, end: number) => void;
}

function Problems({ text, problems, onRange }: ProblemsProps) {
  return (
    <ol className={css.list} aria-label="What cannot be read">
      {problems.map(({ message, range }, index) => {
        const before = text.slice(0, range?.start ?? 0).split('\n');
        const place = `${before.length}:${(before.at(-1) ?? '').length + 1}`;
        return (
          <li key={index} className={css.problem} role="alert">
            {range ? (
              <Button look="link" aria-label={`Go to ${place}`} onClick={() => onRange(range.start, range.end)}>
                {place}
              </Button>
            ) : null}{' '}
            {message}
          </li>
        );
      })}
    </ol>
  );
}
