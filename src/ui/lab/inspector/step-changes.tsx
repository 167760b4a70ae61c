/** What this step changes, and the registers, metadata and stack that it found, with their meaning. */
import { Card } from '../../kit';
import type { Trace, TraceStep } from '../../bridge';
import { Fold } from './fold';
import css from './step-panel.module.css';

export function ChangesCard({ trace, step }: { trace: Trace; step: TraceStep }) {
  if (step.kind !== 'table' && step.kind !== 'conntrack') return null;
  // In the words of the logical language where it has them.
  const logical = trace.logical.find(({ openflow }) => openflow[0] === step.index);
  const changes = logical?.changes ?? step.changes;
  return (
    <Card title="This step changes">
      {changes.length === 0 ? (
        <p className={css.note}>Nothing.</p>
      ) : (
        <ul className={css.changes}>
          {changes.map((change, at) => (
            <li key={at}>
              <span className={css.field}>{change.field}</span>
              <span>
                <del>{change.before}</del> → <ins>{change.after}</ins>
                {change.meaning ? <span className={css.meaning}> {change.meaning}</span> : null}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** `before`: the step that led here. What it left otherwise is marked, with what it was. */
export function RegistersFold({ step, before }: { step: TraceStep; before: TraceStep | undefined }) {
  const known = new Map(before?.registers.map(({ field, value }) => [field, value]));
  return (
    <Fold id="registers" title="Registers and metadata">
      <dl className={css.registers}>
        {step.registers.map(({ field, value, meaning }) => {
          const was = known.get(field);
          const changed = was !== undefined && was !== value;
          return (
            <div key={field} data-changed={changed}>
              <dt>{field}</dt>
              <dd>
                <span className={css.value}>{value}</span>
                {meaning ? <span className={css.meaning}> {meaning}</span> : null}
                {changed ? <span className={css.was}> was {was}</span> : null}
              </dd>
            </div>
          );
        })}
      </dl>
    </Fold>
  );
}

export function StackFold({ step: { stack } }: { step: TraceStep }) {
  if (!stack) return null;
  return (
    <Fold id="stack" title="Stack, the top first">
      <ol className={css.stack}>
        {stack.toReversed().map(({ field, value, meaning }, at) => (
          <li key={at}>
            <span className={css.value}>{value}</span> pushed from {field}
            {meaning ? <span className={css.meaning}> {meaning}</span> : null}
          </li>
        ))}
      </ol>
    </Fold>
  );
}
