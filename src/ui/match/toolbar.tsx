/** Above the expression: examples, the symbol table, history, the cost. */
import { ClipboardPaste, Redo2, Undo2 } from 'lucide-react';
import { isSymbolChoice, SYMBOL_CHOICES, type SymbolChoice } from '../bridge';
import { Button, SelectField } from '../kit';
import { costOf } from './highlight';
import cards from './cards.module.css';
import css from './toolbar.module.css';
import { openPaste } from './paste-store';
import { EXAMPLES } from './presets';
import { change, stop, travel, travelBy, useLab } from './store';

const CHOICES: Readonly<Record<SymbolChoice, { readonly word: string; readonly title: string }>> = {
  '2015': { word: '2015', title: 'OVN of 2015' },
  today: { word: 'today', title: 'OVN 26.03' },
  acl: {
    word: 'today, ct ACLs',
    title: 'OVN 26.03, for ACLs where NB_Global has acl_ct_translation=true: TCP, UDP and SCTP of the connection',
  },
};

export function Toolbar() {
  const symbols = useLab((lab) => lab.state.symbols);
  return (
    <div className={css.toolbar} role="toolbar" aria-label="Match lab">
      <SelectField
        label="Examples"
        hideLabel
        value=""
        options={[{ value: '', label: 'Examples' }, ...EXAMPLES.map(({ id, title }) => ({ value: id, label: title }))]}
        onChange={openExample}
      />
      <label className={cards.inline}>
        Symbols of
        <select
          className={cards.select}
          title={CHOICES[symbols].title}
          value={symbols}
          onChange={({ target: { value } }) => {
            if (isSymbolChoice(value)) change({ symbols: value }, 'Symbols');
          }}
        >
          {SYMBOL_CHOICES.map((choice) => (
            <option key={choice} value={choice} title={CHOICES[choice].title}>
              {CHOICES[choice].word}
            </option>
          ))}
        </select>
      </label>
      <Button onClick={openPaste} title="ACLs, flows, sets, rows, log lines, packets">
        <ClipboardPaste size={15} aria-hidden /> Paste…
      </Button>
      <HistoryControls />
      <span className={cards.spring} />
      <Verdict />
    </div>
  );
}

export function openExample(id: string): void {
  const found = EXAMPLES.find((example) => example.id === id);
  if (found) change(found.state, `Example: ${found.title}`);
}

function HistoryControls() {
  const history = useLab((lab) => lab.history);
  return (
    <>
      <Button
        icon
        aria-label="Undo in the match lab"
        title="Undo (Ctrl+Z outside the editor)"
        disabled={history.position === 0}
        onClick={() => travelBy(-1)}
      >
        <Undo2 size={15} />
      </Button>
      <Button
        icon
        aria-label="Redo in the match lab"
        title="Redo (Ctrl+Shift+Z outside the editor)"
        disabled={history.position >= history.steps.length - 1}
        onClick={() => travelBy(1)}
      >
        <Redo2 size={15} />
      </Button>
      <select
        className={cards.select}
        aria-label="History of edits"
        value={history.position}
        onChange={(event) => travel(Number(event.target.value))}
      >
        {history.steps.map(({ label, state }, index) => (
          <option key={index} value={index}>
            {index + 1}. {label}: {shorten(state.text)}
          </option>
        ))}
      </select>
    </>
  );
}

function Verdict() {
  const analysis = useLab((lab) => lab.analysis);
  const working = useLab((lab) => lab.working);
  const stopped = useLab((lab) => lab.stopped);
  if (working) {
    return (
      <span className={cards.inline} role="status">
        Still compiling …<Button onClick={stop}>Cancel</Button>
      </span>
    );
  }
  if (stopped)
    return (
      <span className={cards.inline} role="status">
        Cancelled. What is below is of the expression before; it goes on when you change something.
      </span>
    );
  const compiled = analysis?.compiled;
  if (!analysis || !compiled || analysis.text.trim() === '') return null;
  const { word, level } = costOf(compiled.flowCount);
  return (
    <span className={cards.inline}>
      <span className="mono" data-testid="flow-count" data-elapsed={analysis.elapsed}>
        {compiled.flowCount} {compiled.flowCount === 1 ? 'flow' : 'flows'} · {formatTime(analysis.elapsed)}
      </span>
      <span
        className={css.meter}
        role="meter"
        aria-label="Cost in flows"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(level * 100)}
        aria-valuetext={`${compiled.flowCount} flows, ${word}`}
        data-level={level < 0.35 ? 'low' : level < 0.65 ? 'middle' : 'high'}
      >
        <span style={{ width: `${Math.max(2, level * 100)}%` }} />
      </span>
      <span className={cards.note}>{word}</span>
    </span>
  );
}

function formatTime(milliseconds: number): string {
  return milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${Math.round(milliseconds)} ms`;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line === '' ? '(empty)' : line.length > 48 ? `${line.slice(0, 47)}…` : line;
}
