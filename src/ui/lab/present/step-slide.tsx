/** What the packet's step says and what came of it, to be read from the last row. */
import { sendPacket } from '../../actions';
import { Button } from '../../kit';
import { engine } from '../../bridge';
import { refKey, useAnswer, useMirror, usePlayer } from '../../state';
import css from './present.module.css';

export function StepSlide() {
  const trace = usePlayer((p) => p.trace);
  const at = usePlayer((p) => p.step);
  const packets = useMirror((m) => m.scenario.packets);
  const step = trace?.steps[at];
  const origin = step?.flow?.origin;
  const row = useAnswer(origin ? refKey(origin) : null, async () =>
    origin ? engine().pipelineDetail(origin.uuid) : null,
  );
  if (!trace || !step) {
    return (
      <div className={css.slide}>
        <h2>No packet has been sent</h2>
        {packets.map(({ id, name }) => (
          <Button key={id} onClick={() => void sendPacket(id, 0)}>
            Send “{name}”
          </Button>
        ))}
      </div>
    );
  }
  const logical = trace.logical.find((candidate) => candidate.openflow.includes(step.index));
  return (
    <div className={css.slide}>
      <p className={css.count}>
        Step {at + 1} of {trace.steps.length}
        {step.table === undefined ? '' : ` · ${step.machine}, table ${step.table}`}
      </p>
      <div aria-live="polite">
        <h2>{logical ? logical.stage : step.text}</h2>
        {logical ? <p>{row?.stageText ?? step.text}</p> : null}
      </div>
      {step.flow ? (
        <dl className={css.flow}>
          <dt>matched</dt>
          <dd>{step.flow.match === '' ? 'anything' : step.flow.match}</dd>
          <dt>did</dt>
          <dd>{step.flow.actions}</dd>
        </dl>
      ) : null}
      <p className={css.verdict} data-kind={trace.verdict.kind}>
        {trace.verdict.sentence}
      </p>
    </div>
  );
}
