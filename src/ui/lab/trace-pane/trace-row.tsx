/** One line of the tree: where it belongs, and the step in both languages. */
import { memo } from 'react';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { chooseStep } from '../../actions';
import { playerStore, rowSpot, toggleBreakpoint } from '../../state';
import { StoryMark } from './story-mark';
import type { TraceLine } from './trace-lines';
import css from './rows.module.css';

interface Props {
  readonly line: TraceLine;
  readonly current: boolean;
  /** Null for a line that nothing is below of. */
  readonly open: boolean | null;
  /** How many steps it hides. */
  readonly hidden: number;
  /** The breakpoint that holds here. */
  readonly stop: string | null;
  /** Among the lines that are not hidden. */
  readonly place: number;
  readonly top: number;
  readonly measure: (element: HTMLElement | null) => void;
  readonly onToggle: (index: number, close: boolean) => void;
}

export const TraceRow = memo(function TraceRow(props: Props) {
  const { line, current, open, hidden, stop, place, top, measure, onToggle } = props;
  const { index, logical, copy } = line;
  return (
    <div
      ref={measure}
      id={`trace-step-${index}`}
      data-index={place}
      role="treeitem"
      aria-level={line.level}
      aria-setsize={line.siblings}
      aria-posinset={line.place}
      aria-expanded={open ?? undefined}
      aria-selected={current}
      className={css.line}
      data-current={current}
      data-tone={line.tone}
      data-step={index}
      data-differs={line.differs}
      data-copy={copy !== null}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => chooseStep(index)}
    >
      {line.section === null ? null : (
        <span className={css.section} data-kind={line.section.kind}>
          {line.section.title}
        </span>
      )}
      <span
        className={css.gutter}
        data-stop={stop !== null}
        title={stop === null ? 'Set a breakpoint on this row' : `Breakpoint: ${stop}`}
        onClick={(event) => {
          event.stopPropagation();
          toggleHere(index);
        }}
      >
        {stop === null ? null : <span className="visually-hidden">Breakpoint.</span>}
      </span>
      <span className={css.tree} style={{ paddingLeft: indent(line) }}>
        {open === null ? (
          <span className={css.twisty} />
        ) : (
          <span
            className={css.twisty}
            data-twisty
            onClick={(event) => {
              event.stopPropagation();
              onToggle(index, open);
            }}
          >
            {open ? <ChevronDown size={12} aria-hidden /> : <ChevronRight size={12} aria-hidden />}
          </span>
        )}
        <StoryMark tone={line.tone} />
        {copy ? (
          <span
            className={css.copy}
            title={`Copy ${copy.place} of ${copy.of}${copy.to === '' ? '' : `, for ${copy.to}`}`}
          >
            {copy.place}/{copy.of}
            {copy.to === '' ? '' : ` ${copy.to}`}
          </span>
        ) : null}
        <span className={css.title} title={line.title}>
          {line.title}
        </span>
        {hidden > 0 ? <span className={css.more}>+{hidden}</span> : null}
      </span>
      <div className={css.logical}>
        {logical ? (
          <>
            <span className={css.head}>{logical.head}</span>
            <span className={css.match} title={logical.match}>
              {logical.match}
            </span>
            <span className={css.outcome} title={logical.actions}>
              {logical.actions}
            </span>
            {logical.found.length === 0 ? null : <span className={css.found}>{logical.found.join('; ')}</span>}
          </>
        ) : null}
      </div>
      <div className={css.openflow}>
        <span className={css.head}>
          {line.differs ? <span className={css.differs}>≠ </span> : null}
          {line.arrives ? `${line.machine} ` : ''}
          {line.head}
        </span>
        <span className={css.match} title={line.body}>
          {line.body}
        </span>
        <span className={css.outcome} title={line.outcome}>
          {line.outcome}
        </span>
      </div>
    </div>
  );
});

/** Copies and tunnels step far to the right, resubmits hardly, and nothing leaves the column. */
function indent({ level, branch }: TraceLine): number {
  return Math.min(72, branch * 10 + Math.min(level - 1, 12) * 2);
}

function toggleHere(index: number): void {
  const { trace } = playerStore.getState();
  const step = trace?.steps[index];
  const spot = trace && step ? rowSpot(trace, step) : null;
  if (spot) toggleBreakpoint(spot);
}
