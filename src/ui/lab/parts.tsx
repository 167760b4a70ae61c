/** The parts of the lab, each with a boundary around it, wherever they are put. */
import { Suspense, lazy } from 'react';
import { Boundary } from '../safety';
import { useSelection } from '../state';
import { Inspector } from './inspector';
import { Outline } from './outline';
import { PartHead } from './part-help';

/** The largest part of the first screen comes by itself, and the frame does not wait for it. */
const Canvas = lazy(() => import('./canvas').then((module) => ({ default: module.Canvas })));

/** A mistake in one part leaves the others as they are. */
export function CanvasPart() {
  return (
    <Boundary name="The graph">
      <h2 className="visually-hidden">Graph</h2>
      <Suspense fallback={null}>
        <Canvas />
      </Suspense>
    </Boundary>
  );
}

export function OutlinePart() {
  return (
    <Boundary name="The outline">
      <PartHead part="outline" title="Outline" />
      <Outline />
    </Boundary>
  );
}

export function InspectorPart() {
  const selected = useSelection((s) => s.selected);
  return (
    <Boundary name="What is selected" of={selected ?? ''}>
      <PartHead part="details" title="Details" />
      <Inspector />
    </Boundary>
  );
}
