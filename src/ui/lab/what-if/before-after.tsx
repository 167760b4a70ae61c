/** The trace that is shown beside what became of the same packet: before the last change, or as things are now. */
import { useEffect, useState } from 'react';
import { engine } from '../../bridge';
import type { Trace, TraceComparison } from '../../bridge';
import { playerStore } from '../../state';
import { ComparisonView } from './comparison-view';
import css from './what-if.module.css';

interface Compared {
  readonly left: Trace;
  readonly right: Trace;
  readonly comparison: TraceComparison;
}

export function BeforeAfter() {
  const [compared, setCompared] = useState<Compared | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let wanted = true;
    void compare().then((found) => {
      if (!wanted) return;
      if (typeof found === 'string') setProblem(found);
      else setCompared(found);
    });
    return () => {
      wanted = false;
    };
  }, []);
  if (problem !== null) {
    return (
      <p className={css.problem} role="alert">
        {problem}
      </p>
    );
  }
  if (!compared) return <p aria-busy="true">Comparing…</p>;
  return <ComparisonView {...compared} titles={['Before', 'After']} />;
}

/** A trace that has gone stale is what was before; one that was made after a change has its own predecessor. */
async function compare(): Promise<Compared | string> {
  const { trace, before, stale } = playerStore.getState();
  if (!trace) return 'No packet has been sent yet.';
  let [left, right] = [before ?? trace, trace];
  if (stale || !before) {
    const now = await engine().explain(trace.request);
    if (!now.ok) return `The packet can no longer be sent: ${now.error.message}`;
    const comparison = await engine().compareTraces(trace, now.value);
    // Nothing happened since: the last change is the one before this trace.
    if (comparison.first !== null || !before) [left, right] = [trace, now.value];
  }
  return { left, right, comparison: await engine().compareTraces(left, right) };
}
