/** One line of the results: a check with its verdict and what is behind it, or what was typed in between. */
import { explainPacket } from '../../actions';
import type { CheckRow } from '../../bridge';
import { Button } from '../../kit';
import css from './checks-pane.module.css';

export function CheckItem({ row, onLine }: { row: CheckRow; onLine: (line: number) => void }) {
  const { kind, name, line, passed, sentence, marks, waited } = row;
  const verdict = kind === 'deed' ? (passed ? 'done' : 'broken') : passed ? 'passed' : 'failed';
  const asides = [
    ...(waited > 0 ? [`after ${waited / 1000} s`] : []),
    ...(marks === null ? [] : [`${passed ? marks : 0} of ${marks} ${marks === 1 ? 'mark' : 'marks'}`]),
  ];
  return (
    <li className={css.item} data-verdict={verdict}>
      <span className={css.glyph} aria-hidden="true">
        {GLYPHS[verdict]}
      </span>
      <div className={css.what}>
        <Button look="link" className={css.name} title={`Line ${line}`} onClick={() => onLine(line)}>
          <span className="visually-hidden">{verdict}: </span>
          {kind === 'deed' ? `after ${name}` : name}
        </Button>
        {asides.length > 0 ? <span className={css.aside}> {asides.join(', ')}</span> : null}
        {passed ? <Passed row={row} /> : <p className={css.sentence}>{kind === 'deed' ? sentence : null}</p>}
        {passed || kind === 'deed' ? null : <Failure row={row} />}
      </div>
    </li>
  );
}

const GLYPHS = { done: '›', broken: '!', passed: '✓', failed: '✕' } as const;

function Passed({ row }: { row: CheckRow }) {
  const [first] = row.probes;
  if (first?.request == null) return null;
  return <TraceButton request={first.request} words={first.words} />;
}

function Failure({ row: { probes, sentence, text } }: { row: CheckRow }) {
  const failed = probes.filter(({ passed }) => !passed);
  return (
    <>
      {failed.length === 0 ? <p className={css.sentence}>{sentence}</p> : null}
      {failed.map((probe) => (
        <p key={probe.words} className={css.sentence}>
          {failed.length > 1 ? <span className={css.aside}>{probe.words}: </span> : null}
          {probe.sentence} {probe.request ? <TraceButton request={probe.request} words={probe.words} /> : null}
        </p>
      ))}
      {probes.length > 0 && text.includes('\n') ? (
        <details className={css.behind}>
          <summary>The trace behind it</summary>
          <pre className={css.trace}>{text}</pre>
        </details>
      ) : null}
    </>
  );
}

function TraceButton({ request, words }: { request: CheckRow['probes'][number]['request']; words: string }) {
  if (request === null) return null;
  return (
    <Button look="link" className={css.show} onClick={() => void explainPacket(request)}>
      Show the trace<span className="visually-hidden"> of {words}</span>
    </Button>
  );
}
