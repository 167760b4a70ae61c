/** The trace pane: the player on top, the lines below, the current one always in sight. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { sendPacket } from '../../actions';
import { Button, EmptyState } from '../../kit';
import { goToStep, playerStore, useMirror, usePlayer } from '../../state';
import { Player } from './player-bar';
import { traceLines } from './trace-lines';
import type { TraceLine } from './trace-lines';
import css from './trace-pane.module.css';

export function TracePane() {
  const trace = usePlayer((p) => p.trace);
  const packets = useMirror((m) => m.scenario.packets);
  const lines = useMemo(() => (trace ? traceLines(trace) : []), [trace]);
  if (!trace) {
    return (
      <EmptyState title="No packet has been sent">
        <p>
          A trace shows each table a packet crosses: the logical Pipeline on the left, the OpenFlow made from it on the
          right.
        </p>
        {packets[0] ? (
          <Button look="primary" onClick={() => void sendPacket(packets[0]?.id ?? '')}>
            Send “{packets[0].name}”
          </Button>
        ) : (
          <p>Make a packet in the outline.</p>
        )}
      </EmptyState>
    );
  }
  return (
    <div className={css.pane}>
      <Player lines={lines} />
      <Lines lines={lines} />
    </div>
  );
}

function Lines({ lines }: { lines: readonly TraceLine[] }) {
  const step = usePlayer((p) => p.step);
  const [language, setLanguage] = useState<'logical' | 'openflow'>('openflow');
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = matchMedia('(max-width: 720px)').matches ? 44 : 28;
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  useEffect(() => {
    virtual.scrollToIndex(step, { align: 'auto' });
  }, [step, virtual]);
  return (
    <div className={css.lines} data-language={language}>
      <div className={css.heads}>
        <span className={css.headLogical}>
          <span className={css.swatch} data-tone="logical" /> Pipeline
        </span>
        <span className={css.headOpenflow}>
          <span className={css.swatch} data-tone="openflow" /> OpenFlow{' '}
          {Array.from(new Set(lines.map((line) => line.machine))).join(', then ')}
        </span>
        <span className={css.languages}>
          <Button aria-pressed={language === 'logical'} onClick={() => setLanguage('logical')}>
            Pipeline
          </Button>
          <Button aria-pressed={language === 'openflow'} onClick={() => setLanguage('openflow')}>
            OpenFlow
          </Button>
        </span>
      </div>
      <div
        ref={scroller}
        className={css.scroller}
        role="listbox"
        aria-label="Steps of the trace"
        aria-activedescendant={`trace-step-${step}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className={css.body} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((entry) => {
            const line = lines[entry.index];
            return line ? (
              <Line key={entry.key} line={line} current={line.index === step} top={entry.start} height={rowHeight} />
            ) : null;
          })}
        </div>
      </div>
    </div>
  );
}

function Line({ line, current, top, height }: { line: TraceLine; current: boolean; top: number; height: number }) {
  return (
    <div
      id={`trace-step-${line.index}`}
      role="option"
      aria-selected={current}
      className={css.line}
      data-current={current}
      data-tone={line.tone}
      data-step={line.index}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={() => goToStep(line.index)}
    >
      <div className={css.logical}>
        {line.logical ? (
          <>
            <span className={css.head}>{line.logical.head}</span>
            <span className={css.match} title={line.logical.match}>
              {line.logical.match}
            </span>
            <span className={css.outcome} title={line.logical.actions}>
              {line.logical.actions}
            </span>
          </>
        ) : null}
      </div>
      <div className={css.openflow} style={{ paddingLeft: 8 + Math.min(line.depth, 12) * 6 }}>
        <span className={css.head}>
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
}

function onKeyDown(event: KeyboardEvent): void {
  const { step, playing, trace } = playerStore.getState();
  const last = (trace?.steps.length ?? 1) - 1;
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => goToStep(step + 1),
    ArrowRight: () => goToStep(step + 1),
    ArrowUp: () => goToStep(step - 1),
    ArrowLeft: () => goToStep(step - 1),
    Home: () => goToStep(0),
    End: () => goToStep(last),
    ' ': () => playerStore.setState({ playing: !playing, ...(step === last && !playing ? { step: 0 } : {}) }),
  };
  const action = keys[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}
