/** What the list of a trace shows: a line for each section, for stages that only pass on, and for each step. */
import type { TraceSection, TraceStep, TraceView } from '../bridge/imported';

export type TraceLine =
  | { readonly kind: 'section'; readonly section: TraceSection; readonly isOpen: boolean; readonly count: number }
  | { readonly kind: 'passed'; readonly step: number; readonly level: number; readonly stages: readonly string[] }
  | { readonly kind: 'step'; readonly step: TraceStep };

/** `closed`: sections whose steps are folded away. */
export function traceLines({ sections, steps }: TraceView, closed: ReadonlySet<number>): readonly TraceLine[] {
  const counts = new Map<number, number>();
  for (const { section } of steps) counts.set(section, (counts.get(section) ?? 0) + 1);
  const lines: TraceLine[] = [];
  let next = 0;
  const begin = (before: number) => {
    for (; next < sections.length && (sections[next]?.first ?? Infinity) <= before; next++) {
      const section = sections[next];
      if (section === undefined) continue;
      lines.push({
        kind: 'section',
        section,
        isOpen: !closed.has(section.index),
        count: counts.get(section.index) ?? 0,
      });
    }
  };
  for (const step of steps) {
    begin(step.index);
    if (closed.has(step.section)) continue;
    if (step.passed.length > 0)
      lines.push({ kind: 'passed', step: step.index, level: step.level, stages: step.passed });
    lines.push({ kind: 'step', step });
  }
  begin(Infinity);
  return lines;
}

/** Of a section: what a person reads. */
export function sectionTitle({ kind, datapath, text, tracked }: TraceSection): string {
  if (tracked !== null) return `Connection tracking says ${stateWords(tracked.state)}`;
  if (kind === 'transformation') return text.replace(/\s*\/\*.*?\*\/\s*/g, ' ').trim();
  const where = datapath?.title ?? /dp="([^"]*)"/.exec(text)?.[1] ?? '';
  return `${where} ${kind}`;
}

/** States that people choose from, as `--ct` takes them. */
export const CT_STATES: readonly { readonly value: string; readonly label: string }[] = [
  { value: 'new', label: 'new' },
  { value: 'est', label: 'established' },
  { value: 'est,rpl', label: 'established, a reply' },
  { value: 'rel', label: 'related' },
  { value: 'rel,rpl', label: 'related, a reply' },
  { value: 'inv', label: 'invalid' },
];

/** `est|trk` as in the list of states: without `trk`, which is always there. */
export function stateValue(state: string): string {
  return state
    .split('|')
    .filter((flag) => flag !== 'trk' && flag !== '')
    .join(',');
}

export function stateWords(state: string): string {
  const value = stateValue(state);
  return CT_STATES.find((known) => known.value === value)?.label ?? value;
}
