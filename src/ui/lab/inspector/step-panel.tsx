/** The step being watched: the verdict first, then what changed, registers, packet, bytes, the flow, and why not the others. */
import { StepBack, StepForward } from 'lucide-react';
import { chooseStep, sendAgain } from '../../actions';
import { Button, Card } from '../../kit';
import { usePlayer } from '../../state';
import type { Trace, TraceStep } from '../../bridge';
import { onPlayerKey } from '../player-keys';
import { ChangesCard, RegistersCard, StackCard } from './step-changes';
import { FlowCard } from './step-flow';
import { PacketCard } from './step-packet';
import { VerdictCard } from './step-verdict';
import { WhyNotCard } from './step-why-not';
import css from './step-panel.module.css';

export function StepPanel() {
  const trace = usePlayer((p) => p.trace);
  const index = usePlayer((p) => p.step);
  const stale = usePlayer((p) => p.stale);
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
      <StepCard trace={trace} step={step} />
      <ChangesCard step={step} />
      <RegistersCard step={step} before={led} />
      <StackCard step={step} />
      <PacketCard step={step} before={led} />
      <FlowCard step={step} />
      <WhyNotCard trace={trace} step={step} />
    </div>
  );
}

function StepCard({ trace, step }: { trace: Trace; step: TraceStep }) {
  const { index } = step;
  const last = trace.steps.length - 1;
  return (
    <Card
      title={
        <span className={css.stepTitle}>
          Step {index + 1} of {last + 1}
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
        </span>
      }
    >
      <p className={css.sentence}>{sentence(trace, step)}</p>
    </Card>
  );
}

/** What a table does is told by its flow below; here stands which one it is. */
function sentence(trace: Trace, step: TraceStep): string {
  if (step.kind !== 'table' || !step.flow) return step.text;
  const where = `Table ${step.table ?? ''} on ${step.machine}`;
  const logical = trace.logical.find((candidate) => candidate.openflow.includes(step.index));
  if (!logical) return `${where}: a flow of priority ${step.flow.priority} matches.`;
  return `${where} carries out logical table ${logical.tableId} of ${logical.datapathName}: ${logical.stage}.`;
}
