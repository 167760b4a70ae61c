/** One line of the script: what it sends, what became of it, and what can be done with it. */
import { ChevronDown, ChevronUp, Pencil, X } from 'lucide-react';
import { useRef } from 'react';
import { explainPacket } from '../../actions';
import type { ReachabilityPort, TrafficOutcome } from '../../bridge';
import { Button } from '../../kit';
import { LineForm } from './line-form';
import { kindText } from './script-lines';
import type { ScriptLine } from './script-lines';
import { changeLine, moveLine, removeLine } from './script-store';
import css from './script.module.css';
import traffic from './traffic.module.css';

interface Props {
  readonly line: ScriptLine;
  readonly index: number;
  readonly last: boolean;
  readonly outcome: TrafficOutcome | undefined;
  readonly ports: readonly ReachabilityPort[];
  readonly editing: boolean;
  readonly onEdit: (editing: boolean) => void;
}

const OUTCOME_GLYPHS: Readonly<Record<TrafficOutcome['kind'], string>> = {
  delivered: '✓',
  mixed: '◐',
  dropped: '✕',
  unsent: '–',
};

export function ScriptRow({ line, index, last, outcome, ports, editing, onEdit }: Props) {
  const row = useRef<HTMLLIElement>(null);
  const what = `line ${index + 1}`;
  /** Moving takes the focus away in some browsers: it stays with the line. */
  const move = (by: -1 | 1) => {
    moveLine(index, by);
    requestAnimationFrame(() => focusIn(row.current, by < 0 ? 'up' : 'down'));
  };
  const remove = () => {
    const next = row.current?.nextElementSibling ?? row.current?.previousElementSibling ?? null;
    removeLine(line.id);
    focusIn(next, 'remove');
  };
  if (editing) {
    return (
      <li ref={row} className={css.editing}>
        <LineForm
          ports={ports}
          line={line}
          submit="Change"
          room={1}
          onSubmit={([changed]) => {
            if (changed) changeLine(line.id, changed);
            onEdit(false);
          }}
          onCancel={() => onEdit(false)}
        />
      </li>
    );
  }
  return (
    <li ref={row} className={css.line} data-kind={outcome?.kind}>
      <span className={css.number}>{index + 1}</span>
      <span className={css.what}>
        <span className="mono">
          {line.from} → {line.to}
        </span>{' '}
        <span className={css.kind}>{kindText(line)}</span>
      </span>
      <span className={css.outcome}>
        {outcome ? (
          <>
            <span className={traffic.key} data-kind={outcome.kind} aria-hidden="true">
              {OUTCOME_GLYPHS[outcome.kind]}
            </span>
            {outcome.request && outcome.kind !== 'unsent' ? (
              <Button
                look="link"
                title={`${outcome.sentence} Show the trace`}
                onClick={() => {
                  if (outcome.request) void explainPacket(outcome.request);
                }}
              >
                {outcome.sentence}
                <span className="visually-hidden">, show the trace of {what}</span>
              </Button>
            ) : (
              <span className={css.unsent}>{outcome.sentence}</span>
            )}
          </>
        ) : null}
      </span>
      <span className={css.lineTools}>
        <Button icon look="quiet" aria-label={`Edit ${what}`} onClick={() => onEdit(true)}>
          <Pencil size={13} />
        </Button>
        <Button
          icon
          look="quiet"
          data-focus="up"
          aria-label={`Move ${what} up`}
          aria-disabled={index === 0}
          onClick={() => move(-1)}
        >
          <ChevronUp size={14} />
        </Button>
        <Button
          icon
          look="quiet"
          data-focus="down"
          aria-label={`Move ${what} down`}
          aria-disabled={last}
          onClick={() => move(1)}
        >
          <ChevronDown size={14} />
        </Button>
        <Button icon look="quiet" data-focus="remove" aria-label={`Remove ${what}`} onClick={remove}>
          <X size={14} />
        </Button>
      </span>
    </li>
  );
}

function focusIn(element: Element | null, what: string): void {
  const button = element?.querySelector(`[data-focus="${what}"]`);
  if (button instanceof HTMLElement) button.focus();
}
