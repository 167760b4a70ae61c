/** What came of the packet in plain words; the row behind each drop is one click away, and so is what would help. */
import { memo, useState } from 'react';
import { chooseStep, record, say, sendAgain } from '../../actions';
import { embedding, engine } from '../../bridge';
import type { Trace } from '../../bridge';
import { Badge, Button } from '../../kit';
import { layoutStore, preferencesStore } from '../../state';
import { RowLink } from '../links';
import css from './step-panel.module.css';

type Drop = Trace['verdict']['drops'][number];
type Fix = Drop['fixes'][number];

/** More drops than these say nothing new. */
const MOST = 5;

export const VerdictCard = memo(function VerdictCard({ trace: { verdict, agreement } }: { trace: Trace }) {
  const [all, setAll] = useState(false);
  const unexpected = verdict.drops.filter((drop) => !drop.expected);
  const shown = all ? unexpected : unexpected.slice(0, MOST);
  const told = unexpected.length === 1 || verdict.kind === 'mixed';
  return (
    <section className={css.verdict} data-kind={verdict.kind} aria-label="Verdict">
      <h2 ref={takeLostFocus} tabIndex={-1}>
        {verdict.sentence}
      </h2>
      {verdict.kind === 'mixed' && unexpected.length > 1 ? null : <p>{verdict.detail}</p>}
      {shown.length > 0 ? (
        <ul className={css.drops}>
          {shown.map((drop) => (
            <DropLine key={drop.step} drop={drop} told={told && unexpected.length === 1} />
          ))}
        </ul>
      ) : null}
      {unexpected.length > shown.length ? (
        <Button look="quiet" onClick={() => setAll(true)}>
          {unexpected.length - shown.length} more drops
        </Button>
      ) : null}
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
});

/** On a phone the button that sent the packet is gone: the answer takes its focus. */
function takeLostFocus(heading: HTMLElement | null): void {
  if (heading && layoutStore.getState().phone && document.activeElement === document.body)
    heading.focus({ preventScroll: true });
}

/** `told`: its sentence stands above already. */
function DropLine({ drop, told }: { drop: Drop; told: boolean }) {
  return (
    <li>
      {told ? null : <p>{drop.sentence}</p>}
      <span className={css.because}>
        {drop.causes.length > 0 ? (
          <span>
            Because of{' '}
            {drop.causes.map((cause) => (
              <RowLink key={cause.uuid} row={cause} />
            ))}
          </span>
        ) : null}
        <Button look="link" onClick={() => chooseStep(drop.step)}>
          step {drop.step + 1}
        </Button>
      </span>
      {drop.fixes.map((fix) => (
        <FixButton key={fix.label} fix={fix} />
      ))}
    </li>
  );
}

function FixButton({ fix }: { fix: Fix }) {
  if (embedding.readonly) return null;
  return (
    <span className={css.fix}>
      <Button onClick={() => void applyFix(fix)}>{fix.label}</Button>
      <details>
        <summary>{fix.commands.length === 1 ? 'The command' : `The ${fix.commands.length} commands`}</summary>
        {fix.commands.map((line) => (
          <code key={line}>{line}</code>
        ))}
      </details>
    </span>
  );
}

async function applyFix(fix: Fix): Promise<void> {
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
