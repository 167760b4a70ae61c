/** Beside a match that is being typed: what is wrong with it and where, or how many flows it gives. */
import { useEffect } from 'react';
import type { MatchAnalysis, MatchProblem, Uuid } from '../../bridge';
import { Button } from '../../kit';
import { showMatchPane, tellDraft } from './draft';
import css from './match-pane.module.css';
import { useAnalysis, useMatchClient, useSwitchContext } from './use-analysis';

export interface MatchCheckProps {
  readonly switchUuid: Uuid;
  readonly match: string;
  readonly setMatch: (match: string) => void;
}

export function MatchCheck({ switchUuid, match, setMatch }: MatchCheckProps) {
  const found = useAnalysis(useMatchClient(), useSwitchContext(switchUuid), match, undefined);
  const analysis = found?.text === match ? found : null;
  useEffect(() => tellDraft({ switch: switchUuid, match, setMatch }), [switchUuid, match, setMatch]);
  useEffect(() => () => tellDraft(null), []);
  return (
    <div className={css.check}>
      <div role="status" aria-label="What it would do">
        {analysis === null || match.trim() === '' ? null : <Verdict analysis={analysis} />}
      </div>
      <div>
        <Button look="quiet" onClick={showMatchPane}>
          Its stages, flows and truth
        </Button>
      </div>
    </div>
  );
}

function Verdict({ analysis: { text, problems, compiled } }: { readonly analysis: MatchAnalysis }) {
  const count = compiled?.flowCount ?? 0;
  return (
    <>
      {problems.slice(0, 3).map((problem, index) => (
        <Trouble key={index} text={text} problem={problem} />
      ))}
      {compiled === null ? null : (
        <p className={css.note}>{count === 1 ? '1 flow' : `${count} flows`} on each hypervisor that it concerns.</p>
      )}
    </>
  );
}

function Trouble({ text, problem }: { readonly text: string; readonly problem: MatchProblem }) {
  const { start, end } = problem.range;
  const { severity, message, hint } = problem;
  return (
    <div>
      <code className={css.source}>
        {text.slice(0, start)}
        <mark className={css.mark} data-severity={severity}>
          {text.slice(start, end) || ' '}
        </mark>
        {text.slice(Math.max(start, end))}
      </code>
      <p className={css.problem} data-severity={severity}>
        <strong>{severity === 'error' ? 'Error' : 'Warning'}:</strong> <span className="mono">{message}</span>
        {hint === undefined ? null : <span className={css.hint}>{hint}</span>}
      </p>
    </div>
  );
}
