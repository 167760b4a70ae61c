/** Back, play, on, and what happens at the step: for a part that has no player of its own. */
import { Pause, Play, StepBack, StepForward } from 'lucide-react';
import { chooseStep, togglePlay } from '../actions';
import { Button } from '../kit';
import { usePlayer } from '../state';
import css from './embed.module.css';

export function Steps() {
  const trace = usePlayer((p) => p.trace);
  const index = usePlayer((p) => p.step);
  const playing = usePlayer((p) => p.playing);
  const step = trace?.steps[index];
  if (!trace || !step) return null;
  const last = trace.steps.length - 1;
  return (
    <div className={css.steps} role="toolbar" aria-label="Player">
      <Button icon aria-label="Step back" aria-disabled={index === 0} onClick={() => chooseStep(index - 1)}>
        <StepBack size={14} />
      </Button>
      <Button icon look="primary" aria-label={playing ? 'Pause' : 'Play'} onClick={togglePlay}>
        {playing ? <Pause size={14} /> : <Play size={14} />}
      </Button>
      <Button icon aria-label="Step" aria-disabled={index === last} onClick={() => chooseStep(index + 1)}>
        <StepForward size={14} />
      </Button>
      <p tabIndex={0} role="group" aria-label="Current step">
        <span className={css.count}>
          {index + 1}/{last + 1}
        </span>{' '}
        {index === last ? trace.verdict.sentence : step.text}
      </p>
    </div>
  );
}
