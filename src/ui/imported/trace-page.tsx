/** A packet traced: the form, the verdict, and either its steps or the text of ovn-trace. */
import { ChevronDown, ChevronRight, SkipBack, SkipForward, StepBack, StepForward } from 'lucide-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Button, EmptyState } from '../kit';
import { useLayout } from '../state';
import type { ImportedNetwork, TraceSection, TraceStep, TraceView } from '../bridge/imported';
import { refine, useAddress } from './address';
import { copyOut } from './copy';
import css from './trace.module.css';
import { ask, chooseTracked, goToStep, useReal } from './store';
import { TraceForm } from './trace-form';
import { CT_STATES, sectionTitle, stateValue, traceLines, type TraceLine } from './trace-lines';

export function TracePage({ network }: { readonly network: ImportedNetwork }) {
  const trace = useReal((real) => real.trace);
  if (network.flows === 0)
    return (
      <EmptyState title="No logical flows">
        <p>Packets are traced in the southbound database. Open it together with this one.</p>
      </EmptyState>
    );
  return (
    <div className={css.page}>
      <TraceForm network={network} />
      {trace === null ? (
        <EmptyState title="No packet has been traced">
          <p>
            Choose two ports, or write the expression that <code>ovn-trace</code> takes. Each step shows the flow that
            matched, why others did not, and what in the northbound database it was made from.
          </p>
        </EmptyState>
      ) : (
        <Traced trace={trace} />
      )}
    </div>
  );
}

const FORMS = ['steps', 'detailed', 'summary', 'minimal'] as const;

function Traced({ trace }: { readonly trace: TraceView }) {
  const { params } = useAddress();
  const form = FORMS.find((each) => each === params.as) ?? 'steps';
  const step = useReal((real) => real.step);
  const question = useReal((real) => real.question);
  const { verdict, steps } = trace;
  return (
    <div className={css.traced}>
      <div className={css.verdict} data-tone={verdict.tone} role="status">
        <button type="button" onClick={() => goToStep(verdict.step)} title="Go to the step that decided">
          {verdict.title}
        </button>{' '}
        <span>{verdict.text}</span>
      </div>
      <div className={css.bar}>
        <Button icon aria-label="First step" disabled={step === 0} onClick={() => goToStep(0)}>
          <SkipBack size={14} aria-hidden />
        </Button>
        <Button icon aria-label="Step before" disabled={step === 0} onClick={() => goToStep(step - 1)}>
          <StepBack size={14} aria-hidden />
        </Button>
        <Button icon aria-label="Next step" disabled={step >= steps.length - 1} onClick={() => goToStep(step + 1)}>
          <StepForward size={14} aria-hidden />
        </Button>
        <Button
          icon
          aria-label="Last step"
          disabled={step >= steps.length - 1}
          onClick={() => goToStep(steps.length - 1)}
        >
          <SkipForward size={14} aria-hidden />
        </Button>
        <input
          type="range"
          className={css.scrubber}
          aria-label="Step"
          aria-valuetext={`${step + 1} of ${steps.length}: ${steps[step]?.stage ?? ''}`}
          min={0}
          max={Math.max(0, steps.length - 1)}
          value={step}
          onChange={(event) => goToStep(Number(event.target.value))}
        />
        <span className={css.position} data-testid="position">
          {step + 1} of {steps.length}
        </span>
        {question.ct.length === 0 ? null : (
          <Button look="quiet" onClick={() => void ask({ ...question, ct: [] }, step)}>
            Forget --ct
          </Button>
        )}
        <span className={css.forms} role="group" aria-label="As steps or as text">
          {FORMS.map((each) => (
            <Button
              key={each}
              aria-pressed={each === form}
              onClick={() => refine({ as: each === 'steps' ? '' : each })}
            >
              {each === 'steps' ? 'Steps' : `--${each}`}
            </Button>
          ))}
        </span>
      </div>
      {form === 'steps' ? <Steps trace={trace} /> : <Text text={trace.texts[form]} form={form} />}
    </div>
  );
}

function Text({ text, form }: { readonly text: string; readonly form: string }) {
  return (
    <div className={css.text}>
      <Button className={css.copy} onClick={() => void copyOut(text)}>
        Copy
      </Button>
      <pre tabIndex={0} aria-label={`The text of ovn-trace --${form}`} data-testid="trace-text">
        {text}
      </pre>
    </div>
  );
}

function Steps({ trace }: { readonly trace: TraceView }) {
  const step = useReal((real) => real.step);
  const [folded, setFolded] = useState<{ readonly trace: TraceView; readonly closed: ReadonlySet<number> }>({
    trace,
    closed: new Set(),
  });
  const held = folded.trace === trace ? folded.closed : new Set<number>();
  // What is gone to is never hidden.
  const current = trace.steps[step]?.section ?? -1;
  const closed = held.has(current) ? new Set([...held].filter((section) => section !== current)) : held;
  const key = [...closed].join();
  const lines = useMemo(() => traceLines(trace, new Set(key === '' ? [] : key.split(',').map(Number))), [trace, key]);
  const at = lines.findIndex((line) => line.kind === 'step' && line.step.index === step);
  const scroller = useRef<HTMLDivElement>(null);
  const height = useLayout((layout) => (layout.phone ? 44 : 30) * layout.scale);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
  });
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);
  const toggle = (section: number) => {
    const next = new Set(closed);
    if (!next.delete(section)) {
      next.add(section);
      const after = trace.steps.find((each) => each.section > section);
      if (section === current && after !== undefined) goToStep(after.index);
    }
    setFolded({ trace, closed: next });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: step + 1,
      ArrowUp: step - 1,
      PageDown: step + 10,
      PageUp: step - 10,
      Home: 0,
      End: trace.steps.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    goToStep(target);
  };
  return (
    <div
      ref={scroller}
      className={css.steps}
      role="grid"
      aria-label="Steps of the trace"
      aria-activedescendant={`real-step-${step}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          return line === undefined ? null : (
            <div
              key={index}
              ref={virtual.measureElement}
              data-index={index}
              role="presentation"
              className={css.slot}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Line line={line} current={step} onToggle={toggle} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** How far lines are set in at most, so that a long way through many copies stays readable. */
const DEEPEST = 6;

function indent(level: number): { readonly marginLeft: string } {
  return { marginLeft: `${Math.min(level, DEEPEST) * 0.75}rem` };
}

interface LineProps {
  readonly line: TraceLine;
  readonly current: number;
  readonly onToggle: (section: number) => void;
}

function Line({ line, current, onToggle }: LineProps) {
  switch (line.kind) {
    case 'section':
      return <SectionLine section={line.section} isOpen={line.isOpen} count={line.count} onToggle={onToggle} />;
    case 'passed':
      return (
        <div role="row" className={css.passed} style={indent(line.level)}>
          <span role="gridcell">
            {line.stages.length === 1
              ? `1 stage passed it on (${shortName(line.stages[0] ?? '')})`
              : `${line.stages.length} stages passed it on (${shortened(line.stages)})`}
          </span>
        </div>
      );
    case 'step':
      return <StepLine step={line.step} isCurrent={line.step.index === current} />;
  }
}

/** `5 ls_in_pre_acl` as `5 pre_acl`. */
function shortName(stage: string): string {
  return stage.replace(/l[sr]_(?:in|out)_/, '');
}

function shortened(stages: readonly string[]): string {
  const names = stages.map(shortName);
  return names.length <= 4 ? names.join(', ') : `${names[0] ?? ''} … ${names.at(-1) ?? ''}`;
}

interface SectionLineProps {
  readonly section: TraceSection;
  readonly isOpen: boolean;
  readonly count: number;
  readonly onToggle: (section: number) => void;
}

function SectionLine({ section, isOpen, count, onToggle }: SectionLineProps) {
  const { kind, datapath, ports, level, tracked, index } = section;
  const title = sectionTitle(section);
  return (
    <div
      role="row"
      className={css.section}
      data-kind={datapath?.kind ?? 'none'}
      data-again={kind === 'transformation'}
      style={indent(level)}
    >
      <div role="gridcell" className={css.sectionCell}>
        {count === 0 ? null : (
          <button type="button" aria-expanded={isOpen} aria-label={`Steps of ${title}`} onClick={() => onToggle(index)}>
            {isOpen ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
          </button>
        )}
        {tracked === null ? (
          <>
            <strong>{title}</strong>
            <span>{kind === 'transformation' ? '' : ports}</span>
          </>
        ) : (
          <label>
            Connection tracking says{' '}
            <select
              aria-label={`What connection tracking says, time ${tracked.asked + 1}`}
              value={stateValue(tracked.state)}
              onChange={(event) => chooseTracked(tracked.asked, event.target.value)}
            >
              {CT_STATES.some(({ value }) => value === stateValue(tracked.state)) ? null : (
                <option value={stateValue(tracked.state)}>{stateValue(tracked.state)}</option>
              )}
              {CT_STATES.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
            <span>{tracked.chosen ? ' as chosen' : ''}</span>
          </label>
        )}
        {isOpen || count === 0 ? null : <span>{count === 1 ? '1 step' : `${count} steps`}</span>}
      </div>
    </div>
  );
}

function StepLine({ step, isCurrent }: { readonly step: TraceStep; readonly isCurrent: boolean }) {
  const { index, level, table, stage, flow, outcomes, tone } = step;
  return (
    <div
      id={`real-step-${index}`}
      role="row"
      aria-selected={isCurrent}
      className={css.step}
      data-tone={tone ?? 'none'}
      style={indent(level)}
      onClick={() => goToStep(index)}
    >
      <span className={css.stage} role="gridcell">
        <span className={css.number}>{table}</span>
        <span title={stage}>{stage.replace(/^l[sr]_(?:in|out)_/, '') || 'table'}</span>
      </span>
      <code className={css.match} role="gridcell">
        {flow === null ? 'no flow matches' : flow.match}
      </code>
      <code className={css.outcomes} role="gridcell">
        {outcomes.length === 0 ? (flow === null ? 'drop' : '') : null}
        {outcomes
          .filter(({ kind }) => kind !== 'modify')
          .map(({ kind, text }, each) => (
            <span key={each} data-kind={kind}>
              {text}{' '}
            </span>
          ))}
      </code>
    </div>
  );
}
