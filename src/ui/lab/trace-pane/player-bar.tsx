/** Play, pause, step, step back, step over, a step by its number, how fast, where to stop. */
import { CircleHelp, Pause, Play, Redo2, SkipBack, SkipForward, StepBack, StepForward } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { chooseStep, openDialog, stepOver, togglePlay } from '../../actions';
import { commandProps, traceAsksStore } from '../../commands';
import { Button, SelectField } from '../../kit';
import { playerStore, usePlayer } from '../../state';
import type { Trace } from '../../bridge';
import { ExportButton } from '../trace-export';
import { WhatIfButtons } from '../what-if';
import { BreakpointsButton } from './breakpoints-button';
import { Scrubber } from './scrubber';
import type { TraceLine } from './trace-lines';
import css from './trace-pane.module.css';

const speeds = [0.1, 0.25, 0.5, 1, 2, 4, 8];

export function Player({ trace, lines }: { trace: Trace; lines: readonly TraceLine[] }) {
  const step = usePlayer((p) => p.step);
  const playing = usePlayer((p) => p.playing);
  const speed = usePlayer((p) => p.speed);
  const last = lines.length - 1;
  return (
    <div className={css.player} role="toolbar" aria-label="Player">
      <Button
        icon
        className={css.end}
        aria-label="To the first step"
        aria-disabled={step === 0}
        onClick={() => chooseStep(0)}
      >
        <SkipBack size={14} />
      </Button>
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
        {...commandProps('trace.play')}
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
      <Button
        icon
        aria-label="Step over"
        {...commandProps('trace.over', 'Step over a table with all it resubmits to, or a whole copy')}
        aria-disabled={step === last}
        onClick={stepOver}
      >
        <Redo2 size={14} />
      </Button>
      <Button
        icon
        className={css.end}
        aria-label="To the last step"
        aria-disabled={step === last}
        onClick={() => chooseStep(last)}
      >
        <SkipForward size={14} />
      </Button>
      <StepNumber step={step} count={lines.length} />
      <Scrubber trace={trace} lines={lines} step={step} />
      <div className={css.speed}>
        <SelectField
          label="Speed"
          hideLabel
          value={String(speed)}
          options={speeds.map((value) => ({ value: String(value), label: `${value}×` }))}
          onChange={(value) => playerStore.setState({ speed: Number(value) })}
        />
      </div>
      <BreakpointsButton trace={trace} />
      <WhatIfButtons />
      <ExportButton />
      <Button
        icon
        className={css.end}
        aria-label="Keys"
        {...commandProps('page.keys')}
        onClick={() => openDialog('keys')}
      >
        <CircleHelp size={14} />
      </Button>
    </div>
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
