/** Which packets move from one step of the trace to the next, and along which ways; pure. */
import { walk } from './curves';
import type { Route } from './curves';
import type { Point } from './geometry';
import type { EndKind, Journey } from './journey';
import { routeTo } from './routes';
import type { Scene } from './scene';

/** One dot on its way; backwards when the player steps back. */
export interface Mover {
  readonly route: Route;
  readonly backwards: boolean;
  /** The copy that the step is about, or one that keeps up with it. */
  readonly main: boolean;
  readonly layer: 'stops' | 'logical';
  readonly end: EndKind | null;
  /** The datapath's token on the logical layer. */
  readonly color: string | null;
}

export interface Motion {
  readonly movers: readonly Mover[];
  /** False when everything only stands where it is. */
  readonly moving: boolean;
}

/** From step `from` to step `to`; the same step twice gives what stands still. */
export function motionBetween(journey: Journey, scene: Scene, from: number, to: number): Motion {
  const { trace, reached, waves, lasts } = journey;
  const forwards = to === from + 1 || trace.steps[to]?.parent === from;
  const back = !forwards && trace.steps[from]?.parent === to;
  const mainStep = back ? from : to;
  const [shown, before] = [reached[to] ?? 0, reached[from] ?? 0];
  const waveMoves = forwards && shown === before + 1;
  const waveReturns = back && shown === before - 1;
  const wave = waves[waveReturns ? before : shown] ?? [];
  const movers: Mover[] = [];
  const add = (step: number, layer: Mover['layer'], main: boolean, walks: boolean, backwards: boolean) => {
    const route = routeTo(journey, scene, step, layer);
    if (!route) return;
    const end = backwards ? null : (journey.outcomes.get(step) ?? null);
    const color = layer === 'logical' ? (scene.buses.get(journey.switches[step] ?? '')?.color ?? '--datapath') : null;
    movers.push({ route: walks ? route : standing(route), backwards, main, layer, end, color });
  };
  for (const layer of ['logical', 'stops'] as const) {
    for (const step of wave) {
      if (step >= to && step <= (lasts[to] ?? to)) continue;
      if (back && step === from) continue;
      add(step, layer, false, waveMoves || waveReturns, waveReturns);
    }
    add(mainStep, layer, true, forwards || back, back);
  }
  return { movers, moving: forwards || back };
}

export function positionOf({ route, backwards }: Mover, t: number): Point {
  return walk(route, backwards ? 1 - t : t);
}

function standing(route: Route): Route {
  const end = route.points.at(-1);
  return end ? { points: [end], lengths: [0] } : route;
}
