/**
 * Moving through the trace: play, step, step over, run to, from one stop to the
 * next. Whatever moves by itself halts at breakpoints. Plays on whichever pane is open.
 */
import { engine } from '../bridge';
import {
  addBreakpoint,
  breakpointHits,
  breakpointId,
  breakpointLabel,
  goToStep,
  isStop,
  isTurningPoint,
  noteFound,
  packetKey,
  parseEntity,
  playerStore,
  select,
  selectionStore,
  shapeOf,
} from '../state';
import type { Breakpoint, Found, StopKind } from '../state';
import type { Problem, Trace, TraceStep } from '../bridge';

/** At 1x. */
const STEPS_PER_SECOND = 2;

export function play(): void {
  const { step, trace } = playerStore.getState();
  if (!trace) return;
  watch();
  if (step >= trace.steps.length - 1) goToStep(0);
  playerStore.setState({ playing: true, stopped: '' });
}

export function pause(): void {
  playerStore.setState({ playing: false });
}

export function togglePlay(): void {
  if (playerStore.getState().playing) pause();
  else play();
}

/** A step that a person chose: playing ends there, and the details show it. */
export function chooseStep(step: number): void {
  if (playerStore.getState().playing) pause();
  goToStep(step);
  showStep();
}

/** Over everything below the step that is shown: a table with all it resubmits to, a whole copy of a flood. */
export function stepOver(): void {
  const { step, trace } = playerStore.getState();
  if (trace) run(trace, step, shapeOf(trace).ends[step] ?? trace.steps.length);
}

/** To the next step of a kind; stays when there is none and no breakpoint before. */
export function runTo(kind: StopKind): void {
  const { step, trace } = playerStore.getState();
  if (!trace) return;
  const target = trace.steps.findIndex((candidate) => candidate.index > step && isStop(trace, candidate, kind));
  if (target >= 0) run(trace, step, target);
}

/** To the next breakpoint, drop, tunnel or delivery, or the one before. */
export function nextStop(): void {
  const { step, trace } = playerStore.getState();
  if (!trace) return;
  const target = trace.steps.findIndex((candidate) => candidate.index > step && isStopping(trace, candidate));
  run(trace, step, target < 0 ? trace.steps.length : target);
}

export function previousStop(): void {
  const { step, trace } = playerStore.getState();
  if (!trace) return;
  const target = trace.steps.findLastIndex((candidate) => candidate.index < step && isStopping(trace, candidate));
  chooseStep(Math.max(0, target));
}

function isStopping(trace: Trace, step: TraceStep): boolean {
  return isTurningPoint(step) || breakpointHits(trace, playerStore.getState().breakpoints).has(step.index);
}

/** Goes to `target` or to the first breakpoint on the way. */
function run(trace: Trace, from: number, target: number): void {
  const hits = breakpointHits(trace, playerStore.getState().breakpoints);
  const last = trace.steps.length - 1;
  let at = Math.min(target, last);
  for (let index = from + 1; index < at; index += 1) if (hits.has(index)) at = index;
  chooseStep(at);
  sayStopped(hits.get(at), at > from);
}

function sayStopped(hit: Breakpoint | undefined, moved: boolean): void {
  if (hit && moved) playerStore.setState({ stopped: `Stopped at a breakpoint: ${breakpointLabel(hit.spot)}` });
}

/** Shows the packet's step in the details, whatever was selected. */
function showStep(): void {
  const { selected } = selectionStore.getState();
  if (selected === null || parseEntity(selected)?.kind === 'packet') return;
  const { packet } = playerStore.getState();
  select(packet === null ? null : packetKey(packet));
}

/** Adds a breakpoint in the match language; a problem with the expression is given back and nothing is added. */
export async function breakWhere(text: string): Promise<Problem | null> {
  const spot = { kind: 'expression', text } as const;
  const { trace } = playerStore.getState();
  if (!trace) return null;
  watch();
  const found = await findWhere(trace, text);
  if (found.problem) return found.problem;
  addBreakpoint(spot, found);
  return null;
}

async function findWhere(trace: Trace, text: string): Promise<Found> {
  const result = await engine().stepsWhere(trace.request, text);
  return result.ok ? { trace, steps: result.value, problem: null } : { trace, steps: [], problem: result.error };
}

let watching = false;

/** One timer while it plays, and expressions looked for anew in every trace that is shown. */
function watch(): void {
  if (watching) return;
  watching = true;
  let timer: ReturnType<typeof setInterval> | undefined;
  playerStore.subscribe((now, before) => {
    if (now.playing !== before.playing || now.speed !== before.speed) {
      clearInterval(timer);
      timer = now.playing ? setInterval(tick, 1000 / (STEPS_PER_SECOND * now.speed)) : undefined;
    }
    const { trace } = now;
    if (!trace || trace === before.trace) return;
    for (const { spot } of now.breakpoints) {
      if (spot.kind !== 'expression') continue;
      void findWhere(trace, spot.text).then((found) => {
        if (playerStore.getState().trace === trace) noteFound(breakpointId(spot), found);
      });
    }
  });
}

function tick(): void {
  const { trace, step, breakpoints } = playerStore.getState();
  const last = (trace?.steps.length ?? 0) - 1;
  if (!trace || step >= last) {
    pause();
    return;
  }
  goToStep(step + 1);
  const hit = breakpointHits(trace, breakpoints).get(step + 1);
  if (hit || step + 1 === last) pause();
  sayStopped(hit, true);
}
