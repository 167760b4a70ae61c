/** Where playing stops: the list of breakpoints, and a form for more of them. */
import { CircleDot, Trash2 } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useId, useState } from 'react';
import type { SubmitEvent } from 'react';
import { breakWhere } from '../../actions';
import { Button, SelectField, TextField } from '../../kit';
import {
  addBreakpoint,
  breakpointLabel,
  enableBreakpoint,
  removeBreakpoint,
  rowSpot,
  stepsAt,
  useMirror,
  usePlayer,
} from '../../state';
import type { Breakpoint } from '../../state';
import type { Problem, Trace } from '../../bridge';
import { knownPorts, knownTables } from './breakpoint-choices';
import css from './breakpoints.module.css';

export function BreakpointsButton({ trace }: { trace: Trace }) {
  const breakpoints = usePlayer((p) => p.breakpoints);
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button title="Breakpoints: where playing stops" aria-label={`Breakpoints (${breakpoints.length})`}>
          <CircleDot size={14} aria-hidden /> {breakpoints.length > 0 ? breakpoints.length : ''}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={css.popover}
          aria-label="Breakpoints"
          align="end"
          sideOffset={6}
          collisionPadding={8}
        >
          <BreakpointList trace={trace} breakpoints={breakpoints} />
          <BreakpointForm trace={trace} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function BreakpointList({ trace, breakpoints }: { trace: Trace; breakpoints: readonly Breakpoint[] }) {
  if (breakpoints.length === 0) {
    return (
      <p className={css.note}>
        Playing and running stop at a breakpoint. Set one here, with b on a step, or by clicking left of a line.
      </p>
    );
  }
  return (
    <ul className={css.list} aria-label="Set breakpoints">
      {breakpoints.map((breakpoint) => (
        <Line key={breakpoint.id} trace={trace} breakpoint={breakpoint} />
      ))}
    </ul>
  );
}

function Line({ trace, breakpoint }: { trace: Trace; breakpoint: Breakpoint }) {
  const { id, spot, enabled, found } = breakpoint;
  const label = breakpointLabel(spot);
  const times = stepsAt(trace, breakpoint).length;
  return (
    <li className={css.line}>
      <label className={css.check}>
        <input type="checkbox" checked={enabled} onChange={(event) => enableBreakpoint(id, event.target.checked)} />
        <code title={label}>{label}</code>
      </label>
      <span className={css.times}>
        {times} {times === 1 ? 'step' : 'steps'}
      </span>
      <Button icon look="quiet" aria-label={`Remove ${label}`} onClick={() => removeBreakpoint(id)}>
        <Trash2 size={14} />
      </Button>
      {found?.problem ? (
        <p className={css.problem} role="alert">
          {found.problem.message}
        </p>
      ) : null}
    </li>
  );
}

const kinds = [
  { value: 'expression', label: 'where' },
  { value: 'table', label: 'table' },
  { value: 'port', label: 'port' },
  { value: 'row', label: 'this row' },
] as const;
type Kind = (typeof kinds)[number]['value'];

function BreakpointForm({ trace }: { trace: Trace }) {
  const [kind, setKind] = useState<Kind>('expression');
  return (
    <div className={css.form}>
      <SelectField
        label="Stop at"
        value={kind}
        options={kinds}
        onChange={(value) => setKind(kinds.find((candidate) => candidate.value === value)?.value ?? 'expression')}
      />
      {kind === 'expression' ? <ExpressionForm /> : null}
      {kind === 'row' ? <RowForm trace={trace} /> : null}
      {kind === 'table' || kind === 'port' ? <ChoiceForm key={kind} kind={kind} trace={trace} /> : null}
    </div>
  );
}

/** An expression stands in the form until it is right; what is wrong is shown where it is wrong. */
function ExpressionForm() {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [checking, setChecking] = useState(false);
  const problemId = useId();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim() === '' || checking) return;
    setChecking(true);
    const wrong = await breakWhere(text.trim());
    setChecking(false);
    setProblem(wrong);
    if (!wrong) setText('');
  };
  return (
    <form className={css.expression} onSubmit={(event) => void submit(event)}>
      <TextField
        label="Expression over the packet"
        mono
        value={text}
        placeholder='ip4 && outport == "sw0-port2"'
        aria-errormessage={problemId}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(null);
        }}
      />
      <Button type="submit" look="primary" disabled={text.trim() === '' || checking}>
        Add
      </Button>
      {problem ? (
        <div className={css.problem} role="alert" id={problemId}>
          {problem.message}
          {problem.range ? <Caret text={text.trim()} start={problem.range.start} end={problem.range.end} /> : null}
          {problem.hint ? <p className={css.note}>{problem.hint}</p> : null}
        </div>
      ) : null}
    </form>
  );
}

function Caret({ text, start, end }: { text: string; start: number; end: number }) {
  return (
    <pre className={css.caret}>
      {text}
      {'\n'}
      {' '.repeat(start)}
      {'^'.repeat(Math.max(1, end - start))}
    </pre>
  );
}

function RowForm({ trace }: { trace: Trace }) {
  const step = usePlayer((p) => p.step);
  const current = trace.steps[step];
  const spot = current ? rowSpot(trace, current) : null;
  return (
    <>
      <p className={css.row}>{spot ? <code>{breakpointLabel(spot)}</code> : 'This step is at no row.'}</p>
      <Button look="primary" disabled={!spot} onClick={() => (spot ? addBreakpoint(spot) : undefined)}>
        Add
      </Button>
    </>
  );
}

function ChoiceForm({ kind, trace }: { kind: 'table' | 'port'; trace: Trace }) {
  const model = useMirror((m) => m.model);
  const tables = useMirror((m) => m.scenario.tables);
  const choices = kind === 'table' ? knownTables(trace, model, tables) : knownPorts(trace, model);
  const [chosen, setChosen] = useState<string | null>(null);
  const value = chosen ?? choices[0]?.value ?? '';
  return (
    <>
      <SelectField label={kind === 'table' ? 'Table' : 'Port'} value={value} options={choices} onChange={setChosen} />
      <Button
        look="primary"
        disabled={value === ''}
        onClick={() => addBreakpoint(kind === 'table' ? { kind, table: Number(value) } : { kind, port: value })}
      >
        Add
      </Button>
    </>
  );
}
