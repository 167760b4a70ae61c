/** Says the step that is shown to those who cannot see it move; the tree of steps says its own lines. */
import { usePlayer } from '../state';

export function SaidStep() {
  const text = usePlayer(({ trace, step, playing }) => {
    const current = trace?.steps[step];
    if (!trace || !current || playing || step === trace.steps.length - 1) return '';
    return `Step ${step + 1} of ${trace.steps.length}: ${current.text}`;
  });
  return (
    <p className="visually-hidden" role="status" aria-label="Step of the trace">
      {text}
    </p>
  );
}
