/** The legend of the story, each part a button that runs to the next one; and whether the two languages agree. */
import { Server, ShieldCheck, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { Popover } from 'radix-ui';
import { chooseStep, runTo } from '../../actions';
import { Button } from '../../kit';
import { isStop, usePlayer } from '../../state';
import type { StopKind } from '../../state';
import type { Trace } from '../../bridge';
import { StoryMark } from './story-mark';
import type { PaneForm } from './pane-form';
import { rowsNotCarriedOut } from './trace-lines';
import type { Tone, TraceLine } from './trace-lines';
import type { Language } from './trace-rows';
import css from './bars.module.css';
import pane from './trace-pane.module.css';

const kinds: readonly { readonly kind: StopKind; readonly name: string; readonly tone: Tone | null }[] = [
  { kind: 'table', name: 'table', tone: 'logical' },
  { kind: 'tunnel', name: 'tunnel', tone: 'tunnel' },
  { kind: 'hypervisor', name: 'hypervisor', tone: null },
  { kind: 'drop', name: 'drop', tone: 'drop' },
  { kind: 'delivery', name: 'delivery', tone: 'deliver' },
];

interface Props {
  readonly trace: Trace;
  readonly lines: readonly TraceLine[];
  readonly form: PaneForm;
  readonly roomy: boolean;
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
  readonly all: boolean;
  readonly onAll: (all: boolean) => void;
}

/** One line: what can be run to where there is room for it, else which language is which. */
export function StoryBar({ trace, lines, form, roomy, language, onLanguage, all, onAll }: Props) {
  const quiet = useMemo(() => lines.filter((line) => line.quiet).length, [lines]);
  const stopped = usePlayer((p) => p.stopped);
  return (
    <div className={css.story} data-quiet={quiet > 0 || undefined}>
      {roomy ? <RunTo trace={trace} /> : null}
      {form === 'middle' && stopped === '' && quiet === 0 ? <Legend /> : null}
      {form === 'narrow' ? <Languages language={language} onLanguage={onLanguage} /> : null}
      {quiet === 0 ? null : (
        <Button
          look="quiet"
          aria-pressed={all}
          title="Stages that only pass the packet on, and lookups"
          onClick={() => onAll(!all)}
        >
          {all ? 'Hide' : 'Show'} {quiet} quiet steps
        </Button>
      )}
      <span className={css.stopped} role="status">
        {stopped}
      </span>
      <AgreementBadge trace={trace} lines={lines} short={form === 'narrow'} />
    </div>
  );
}

export function RunTo({ trace }: { trace: Trace }) {
  const step = usePlayer((p) => p.step);
  const places = useMemo(
    () =>
      kinds.map((each) => {
        const steps = trace.steps.filter((candidate) => isStop(trace, candidate, each.kind));
        return { ...each, count: steps.length, last: steps.at(-1)?.index ?? -1 };
      }),
    [trace],
  );
  return (
    <div className={css.runTo} role="group" aria-label="Run to the next">
      <span className={css.runToLabel} aria-hidden="true">
        Run to
      </span>
      {places.map(({ kind, name, tone, count, last }) => (
        <Button
          key={kind}
          look="quiet"
          className={css.stop}
          aria-label={`Run to the next ${name} (${count})`}
          title={last > step ? `Run to the next ${name}` : `No further ${name}`}
          aria-disabled={last <= step}
          onClick={() => runTo(kind)}
        >
          {tone ? <StoryMark tone={tone} /> : <Server size={11} aria-hidden />} {name}
          <span className={css.stopCount}>{count}</span>
        </Button>
      ))}
    </div>
  );
}

function Legend() {
  return (
    <span className={css.legend}>
      <span className={pane.swatch} data-tone="logical" />
      Pipeline
      <span className={pane.swatch} data-tone="openflow" />
      OpenFlow
    </span>
  );
}

function Languages({ language, onLanguage }: Pick<Props, 'language' | 'onLanguage'>) {
  return (
    <span className={css.languages} role="group" aria-label="Language">
      <Button aria-pressed={language === 'logical'} onClick={() => onLanguage('logical')}>
        Pipeline
      </Button>
      <Button aria-pressed={language === 'openflow'} onClick={() => onLanguage('openflow')}>
        OpenFlow
      </Button>
    </span>
  );
}

function AgreementBadge({ trace, lines, short }: Pick<Props, 'trace' | 'lines'> & { readonly short: boolean }) {
  const { agree, differences } = trace.agreement;
  const first = useMemo(() => lines.find((line) => line.differs), [lines]);
  const missing = useMemo(() => rowsNotCarriedOut(trace), [trace]);
  if (agree) {
    const compared = trace.logical.length;
    return (
      <span className={css.agree} title="Every Pipeline row that matched is the one its flow was made from.">
        <ShieldCheck size={13} aria-hidden />
        {compared === 0
          ? 'No Pipeline to compare with'
          : short
            ? 'Both agree'
            : `Both agree on ${compared} ${compared === 1 ? 'row' : 'rows'}`}
      </span>
    );
  }
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button type="button" className={css.disagree}>
          <TriangleAlert size={13} aria-hidden /> {short ? 'They disagree' : 'Pipeline and OpenFlow disagree'}
          {first ? ` at step ${first.index + 1}` : ''}
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={css.differences}
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label="Where they disagree"
        >
          <p>
            The hypervisors hold flows that are not made from the Pipeline as it is now. Usually an ovn-controller is
            paused, slow or cut off.
          </p>
          <ul>
            {differences.map((difference) => (
              <li key={difference}>{difference}</li>
            ))}
          </ul>
          {missing.length > 0 ? (
            <>
              <strong>Only in the Pipeline</strong>
              <ul className="mono">
                {missing.slice(0, 8).map(({ index, tableId, priority, match }) => (
                  <li key={index}>
                    {tableId} · {priority ?? '–'} {match ?? 'no row matches'}
                  </li>
                ))}
              </ul>
            </>
          ) : null}
          {first ? <Button onClick={() => chooseStep(first.index)}>Go to step {first.index + 1}</Button> : null}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
