/**
 * The step being watched, the answer first: the verdict; what the step matched, did
 * and why; why no other flow; what changed. The rest is folded. A phone has the
 * player here too, so that a packet is followed in one sheet.
 */
import { Pause, Play, SkipBack, StepBack, StepForward } from 'lucide-react';
import { Suspense, lazy, useState } from 'react';
import { chooseStep, sendAgain, togglePlay } from '../../actions';
import { Button, Card } from '../../kit';
import { useLayout, usePlayer } from '../../state';
import type { Trace, TraceStep } from '../../bridge';
import { onPlayerKey } from '../player-keys';
import { StepAnswer } from './step-answer';
import { ChangesCard, RegistersFold, StackFold } from './step-changes';
import { FlowFold, WordsFold } from './step-flow';
import { PacketFolds } from './step-packet';
import { placeOf } from './step-place';
import { VerdictCard } from './step-verdict';
import { WhyNotCard } from './step-why-not';
import css from './step-panel.module.css';

const Scrubber = lazy(() => import('../trace-pane').then((module) => ({ default: module.ThinScrubber })));

export function StepPanel() {
  const trace = usePlayer((p) => p.trace);
  const index = usePlayer((p) => p.step);
  const stale = usePlayer((p) => p.stale);
  const phone = useLayout((layout) => layout.phone);
  const [rest, setRest] = useState(false);
  const step = trace?.steps[index];
  if (!trace || !step) return null;
  const led = step.parent === null ? undefined : trace.steps[step.parent];
  return (
    <div className={css.step} tabIndex={-1} role="group" aria-label="Current step" onKeyDown={onPlayerKey}>
      <VerdictCard trace={trace} />
      {stale ? (
        <Card title="The deployment has changed since">
          <Button onClick={() => void sendAgain()}>Send the packet again</Button>
        </Card>
      ) : null}
      <StepCard trace={trace} step={step} phone={phone} />
      <WhyNotCard trace={trace} step={step} />
      <WordsFold step={step} />
      <ChangesCard trace={trace} step={step} />
      {phone ? (
        <Button look="quiet" aria-expanded={rest} onClick={() => setRest(!rest)}>
          Registers, packet, bytes, OpenFlow {rest ? '▾' : '▸'}
        </Button>
      ) : null}
      {rest || !phone ? (
        <>
          <RegistersFold step={step} before={led} />
          <StackFold step={step} />
          <PacketFolds step={step} before={led} />
          <FlowFold step={step} />
        </>
      ) : null}
      {phone ? <BigPlayer index={index} last={trace.steps.length - 1} /> : null}
    </div>
  );
}

function StepCard({ trace, step, phone }: { trace: Trace; step: TraceStep; phone: boolean }) {
  const { index } = step;
  const last = trace.steps.length - 1;
  const fromStart =
    index === last && last > 0 ? (
      <Button className={css.fromStart} onClick={() => chooseStep(0)}>
        <SkipBack size={13} aria-hidden /> From the start
      </Button>
    ) : null;
  return (
    <section className={css.stepCard} aria-label="Step">
      <h2 className={css.stepTitle}>
        <span>
          Step {index + 1} of {last + 1} <span className={css.place}>{placeOf(trace, step)}</span>
        </span>
        {phone ? fromStart : <Moves index={index} last={last} />}
      </h2>
      {phone ? (
        <Suspense fallback={<div className={css.scrubberPlace} />}>
          <Scrubber trace={trace} step={index} />
        </Suspense>
      ) : null}
      {phone ? null : fromStart}
      {step.kind === 'table' && step.flow ? null : <p className={css.sentence}>{step.text}</p>}
      <StepAnswer trace={trace} step={step} />
    </section>
  );
}

function Moves({ index, last }: { index: number; last: number }) {
  return (
    <span className={css.moves}>
      <Button
        icon
        look="quiet"
        aria-label="One step back"
        aria-disabled={index === 0}
        onClick={() => chooseStep(index - 1)}
      >
        <StepBack size={13} />
      </Button>
      <Button
        icon
        look="quiet"
        aria-label="One step on"
        aria-disabled={index === last}
        onClick={() => chooseStep(index + 1)}
      >
        <StepForward size={13} />
      </Button>
    </span>
  );
}

function BigPlayer({ index, last }: { index: number; last: number }) {
  const playing = usePlayer((p) => p.playing);
  return (
    <div className={css.bigPlayer} role="toolbar" aria-label="Steps">
      <Button aria-disabled={index === 0} onClick={() => chooseStep(index - 1)}>
        <StepBack size={16} aria-hidden /> Previous
      </Button>
      <Button
        icon
        aria-label={playing ? 'Pause' : index === last ? 'Play from the start' : 'Play'}
        onClick={togglePlay}
      >
        {playing ? <Pause size={16} /> : <Play size={16} />}
      </Button>
      <Button look="primary" aria-disabled={index === last} onClick={() => chooseStep(index + 1)}>
        Next <StepForward size={16} aria-hidden />
      </Button>
    </div>
  );
}
