/** What is wrong or odd about an expression, each a way to its place. */
import type { MatchProblem } from '../bridge';
import { reveal } from './editor';
import css from './problems.module.css';

export function Problems({ problems }: { problems: readonly MatchProblem[] }) {
  return (
    <div className={css.problems} role="status" aria-label="Problems">
      {problems.slice(0, 8).map((problem, index) => (
        <button
          key={index}
          type="button"
          className={css.problem}
          data-severity={problem.severity}
          title="Go there"
          onClick={() => reveal(problem)}
        >
          <span className={css.severity}>{problem.severity === 'error' ? 'Error' : 'Warning'}</span>
          <span className="mono">{problem.message}</span>
          {problem.hint === undefined ? null : <span className={css.hint}>{problem.hint}</span>}
        </button>
      ))}
    </div>
  );
}
