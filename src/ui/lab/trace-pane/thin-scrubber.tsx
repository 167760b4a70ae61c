/** The scrubber alone, for the details on a phone. */
import { useMemo } from 'react';
import type { Trace } from '../../bridge';
import { Scrubber } from './scrubber';
import { traceLines } from './trace-lines';

export function ThinScrubber({ trace, step }: { trace: Trace; step: number }) {
  const lines = useMemo(() => traceLines(trace), [trace]);
  return <Scrubber trace={trace} lines={lines} step={step} />;
}
