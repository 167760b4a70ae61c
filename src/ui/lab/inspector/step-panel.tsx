/** The step being watched: the verdict first, then registers, packet, bytes, provenance. */
import { useMemo } from 'react';
import { decodePacket } from '../packets';
import { engine } from '../../bridge';
import { record, say, sendAgain } from '../../actions';
import { Badge, Button, Card } from '../../kit';
import { preferencesStore, refKey, useMirror, usePlayer } from '../../state';
import type { Trace, TraceStep } from '../../bridge';
import css from './inspector.module.css';
import { EntityLink, PipelineLink, RowLink } from '../links';
import { Facts } from './parts';

export function StepPanel() {
  const trace = usePlayer((p) => p.trace);
  const index = usePlayer((p) => p.step);
  const stale = usePlayer((p) => p.stale);
  const step = trace?.steps[index];
  if (!trace || !step) return null;
  return (
    <>
      <Verdict trace={trace} />
      {stale ? (
        <Card title="The deployment has changed since">
          <Button onClick={() => void sendAgain()}>Send the packet again</Button>
        </Card>
      ) : null}
      <Card title={`Step ${index + 1} of ${trace.steps.length}`}>
        <p>{step.text}</p>
        {step.changes.length > 0 ? (
          <ul className={css.list}>
            {step.changes.map((change, at) => (
              <li key={at} className="mono">
                {change.field} {change.before} → <strong>{change.after}</strong>{' '}
                {change.meaning ? <span className={css.aside}>{change.meaning}</span> : null}
              </li>
            ))}
          </ul>
        ) : null}
      </Card>
      <Card title="Registers and metadata">
        <Facts
          facts={step.registers.map((register) => [
            register.field,
            <span key={register.field}>
              {register.value} {register.meaning ? <span className={css.meaning}>{register.meaning}</span> : null}
            </span>,
          ])}
        />
      </Card>
      <PacketCards step={step} />
      <MadeBy step={step} />
    </>
  );
}

function Verdict({ trace: { verdict, agreement } }: { trace: Trace }) {
  const fixes = verdict.drops.flatMap((drop) => (drop.fix && !drop.expected ? [drop.fix] : []));
  const causes = verdict.drops.filter((drop) => !drop.expected).flatMap((drop) => drop.causes);
  return (
    <section className={css.verdict} data-kind={verdict.kind} aria-label="Verdict">
      <h2>{verdict.sentence}</h2>
      <p>{verdict.detail}</p>
      {causes.length > 0 ? (
        <p>
          Because of{' '}
          {causes.map((cause) => (
            <RowLink key={cause.uuid} row={cause} />
          ))}
        </p>
      ) : null}
      {fixes.map((fix) => (
        <Button key={fix.label} onClick={() => void applyFix(fix)}>
          {fix.label}
        </Button>
      ))}
      {agreement.agree ? null : (
        <div>
          <Badge tone="bad">The two traces disagree</Badge>
          <ul>
            {agreement.differences.map((difference) => (
              <li key={difference}>{difference}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

async function applyFix(fix: { readonly commands: readonly string[] }): Promise<void> {
  const { machine } = preferencesStore.getState();
  for (const line of fix.commands) {
    const result = await engine().run(line, machine);
    record({ ...result, from: 'drawn', machine, line });
    if (result.status !== 0) {
      say(result.stderr, 'bad');
      return;
    }
  }
  await sendAgain();
}

function PacketCards({ step }: { step: TraceStep }) {
  const layers = useMemo(() => decodePacket(step.bytes), [step.bytes]);
  const hex = Array.from(step.bytes, (byte) => byte.toString(16).padStart(2, '0'));
  return (
    <>
      <Card title="Packet">
        <Facts facts={layers.flatMap((layer) => layer.fields.map((field) => [field.name, field.text] as const))} />
      </Card>
      <Card title={`Bytes (${step.bytes.length})`}>
        <pre className={css.hex}>
          {Array.from({ length: Math.ceil(hex.length / 8) }, (_, row) =>
            hex.slice(row * 8, row * 8 + 8).join(' '),
          ).join('\n')}
        </pre>
      </Card>
    </>
  );
}

function MadeBy({ step }: { step: TraceStep }) {
  const origin = step.flow?.origin;
  const row = useMirror((m) => (origin ? m.pipeline.get(origin.uuid) : undefined));
  if (!origin) return null;
  return (
    <Card title="Made by">
      {row ? (
        <p>
          <PipelineLink uuid={row.uuid} /> ←{' '}
          {row.provenance?.nb.map((ref) => <RowLink key={ref.uuid} row={ref} />) ?? 'no northd of ours'}
        </p>
      ) : (
        <EntityLink entity={refKey(origin)}>{origin.table}</EntityLink>
      )}
      {row?.provenance ? <p className={css.note}>{row.provenance.text}</p> : null}
    </Card>
  );
}
