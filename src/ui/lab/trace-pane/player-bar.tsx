/** Play, pause, step, step back, step over, a step by its number, how fast, where to stop. */
import { CircleHelp, Ellipsis, Pause, Play, Redo2, SkipBack, SkipForward, StepBack, StepForward } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { chooseStep, openDialog, stepOver, togglePlay } from '../../actions';
import { commandProps, traceAsksStore } from '../../commands';
import { Button, SelectField } from '../../kit';
import { playerStore, usePlayer } from '../../state';
import type { Trace } from '../../bridge';
import { ExportButton } from '../trace-export';
import { WhatIfButtons } from '../what-if';
import { BreakpointsButton } from './breakpoints-button';
import type { PaneForm } from './pane-form';
import { Scrubber } from './scrubber';
import { RunTo } from './story-bar';
import type { TraceLine } from './trace-lines';
import css from './bars.module.css';

const speeds = [0.1, 0.25, 0.5, 1, 2, 4, 8];

interface Props {
  readonly trace: Trace;
  readonly lines: readonly TraceLine[];
  readonly form: PaneForm;
  /** Nothing is behind the last button. */
  readonly roomy: boolean;
}

/** One line in every form: what does not fit is behind its last button. */
export function Player({ trace, lines, form, roomy }: Props) {
  const step = usePlayer((p) => p.step);
  const playing = usePlayer((p) => p.playing);
  const last = lines.length - 1;
  return (
    <div className={css.player} role="toolbar" aria-label="Player">
      {roomy ? <ToFirst step={step} /> : null}
      <Button
        icon
        aria-label="Step back"
        {...commandProps('trace.back')}
        aria-disabled={step === 0}
        onClick={() => chooseStep(step - 1)}
      >
        <StepBack size={14} />
      </Button>
      <Button
        icon
        look="primary"
        aria-label={playing ? 'Pause' : 'Play'}
        {...commandProps('trace.play', step === last ? 'Play from the start' : undefined)}
        onClick={togglePlay}
      >
        {playing ? <Pause size={14} /> : <Play size={14} />}
      </Button>
      <Button
        icon
        aria-label="Step"
        {...commandProps('trace.step')}
        aria-disabled={step === last}
        onClick={() => chooseStep(step + 1)}
      >
        <StepForward size={14} />
      </Button>
      {form === 'narrow' ? null : <StepOver step={step} last={last} />}
      {roomy ? <ToLast step={step} last={last} /> : null}
      <StepNumber step={step} count={lines.length} />
      <Scrubber trace={trace} lines={lines} step={step} />
      {form === 'narrow' ? null : <Speed />}
      {roomy ? (
        <Rest trace={trace} />
      ) : (
        <MoreButton>
          <RunTo trace={trace} />
          <div className={css.moreLine}>
            <ToFirst step={step} />
            {form === 'narrow' ? <StepOver step={step} last={last} /> : null}
            <ToLast step={step} last={last} />
            {form === 'narrow' ? <Speed /> : null}
          </div>
          <div className={css.moreLine}>
            <Rest trace={trace} />
          </div>
        </MoreButton>
      )}
    </div>
  );
}

function ToFirst({ step }: { step: number }) {
  return (
    <Button icon aria-label="To the first step" aria-disabled={step === 0} onClick={() => chooseStep(0)}>
      <SkipBack size={14} />
    </Button>
  );
}

function ToLast({ step, last }: { step: number; last: number }) {
  return (
    <Button icon aria-label="To the last step" aria-disabled={step === last} onClick={() => chooseStep(last)}>
      <SkipForward size={14} />
    </Button>
  );
}

function StepOver({ step, last }: { step: number; last: number }) {
  return (
    <Button
      icon
      aria-label="Step over"
      title="Step over a table with all it resubmits to, or a whole copy (o)"
      aria-disabled={step === last}
      onClick={stepOver}
    >
      <Redo2 size={14} />
    </Button>
  );
}

function Speed() {
  const speed = usePlayer((p) => p.speed);
  return (
    <div>
      <SelectField
        label="Speed"
        hideLabel
        value={String(speed)}
        options={speeds.map((value) => ({ value: String(value), label: `${value}×` }))}
        onChange={(value) => playerStore.setState({ speed: Number(value) })}
      />
    </div>
  );
}

function Rest({ trace }: { trace: Trace }) {
  return (
    <>
      <BreakpointsButton trace={trace} />
      <WhatIfButtons />
      <ExportButton />
      <Button icon aria-label="Keys" {...commandProps('page.keys')} onClick={() => openDialog('keys')}>
        <CircleHelp size={14} />
      </Button>
    </>
  );
}

function MoreButton({ children }: { children: ReactNode }) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button icon aria-label="More of the player" title="Run to, breakpoints, what if, export">
          <Ellipsis size={14} aria-hidden />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={css.more}
          aria-label="More of the player"
          align="end"
          sideOffset={6}
          collisionPadding={8}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The number of the step, to be read and to be typed; Enter goes there, Escape takes the text back. */
function StepNumber({ step, count }: { step: number; count: number }) {
  const [draft, setDraft] = useState<string | null>(null);
  const asked = useStore(traceAsksStore, (asks) => asks.jump);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!asked) return;
    traceAsksStore.setState({ jump: false });
    field.current?.focus();
    field.current?.select();
  }, [asked]);
  const wrong = draft !== null && !(/^\d{1,9}$/.test(draft) && Number(draft) >= 1 && Number(draft) <= count);
  return (
    <span className={css.count}>
      <input
        ref={field}
        className={css.number}
        style={{ width: `${String(count).length + 2}ch` }}
        inputMode="numeric"
        aria-label="Step number"
        aria-invalid={wrong}
        aria-describedby="trace-step-problem"
        value={draft ?? String(step + 1)}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => setDraft(null)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setDraft(null);
          else if (event.key === 'Enter' && draft !== null && !wrong) {
            setDraft(null);
            chooseStep(Number(draft) - 1);
          }
        }}
      />
      /{count}
      <span id="trace-step-problem" role="alert" className={css.numberProblem}>
        {wrong ? `A step is 1 to ${count}.` : ''}
      </span>
    </span>
  );
}
