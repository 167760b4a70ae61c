/** How right the simulator is, in counts and in words: nothing here is typed in by hand but the reasons. */
import { useState } from 'react';
import { formatPlace, openDialog } from '../actions';
import { Badge, Button } from '../kit';
import evidence from './evidence.json';
import known from './known-differences.json';
import css from './right.module.css';

export function Right() {
  const passed = evidence.kinds.reduce((sum, kind) => sum + kind.passed, 0);
  const failed = evidence.kinds.reduce((sum, kind) => sum + kind.failed, 0);
  return (
    <main className={css.page}>
      <h1>How right is it?</h1>
      <p>
        What the simulator computes is compared with what real OVN and Open vSwitch programs computed for the same
        input. <strong>{count(passed)}</strong> recorded cases pass, <strong>{count(failed)}</strong>{' '}
        {failed === 1 ? 'fails' : 'fail'}. A case is never edited and never skipped.
      </p>
      <p>
        <a href={formatPlace('learn')}>Lessons</a> · <a href={formatPlace('lab')}>Lab</a> ·{' '}
        <Button look="link" onClick={() => openDialog('releases')}>
          What differs between the releases
        </Button>
      </p>
      <h2>Compared with the real programs</h2>
      <div className={css.scroller} role="region" aria-label="Recordings" tabIndex={0}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">Recordings</th>
              <th scope="col">From</th>
              <th scope="col">Cases</th>
              <th scope="col">Pass</th>
              <th scope="col">Fail</th>
              <th scope="col">Compared</th>
            </tr>
          </thead>
          <tbody>
            {evidence.kinds.map((kind) => (
              <tr key={kind.id}>
                <th scope="row">{kind.title}</th>
                <td>{kind.from}</td>
                <td className={css.number}>{count(kind.cases)}</td>
                <td className={css.number}>{count(kind.passed)}</td>
                <td className={css.number}>
                  {kind.failed === 0 ? '0' : <Badge tone="bad">{count(kind.failed)}</Badge>}
                </td>
                <td>{kind.compared}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h2>What the cases hold</h2>
      <div className={css.parts}>
        {evidence.kinds.map((kind) => (
          <section key={kind.id} aria-label={kind.title}>
            <h3>{kind.title}</h3>
            <dl>
              {kind.parts.map((part) => (
                <div key={part.what}>
                  <dt>{part.what}</dt>
                  <dd>{count(part.count)}</dd>
                </div>
              ))}
              <div>
                <dt>file</dt>
                <dd className="mono">{kind.file}</dd>
              </div>
              <div>
                <dt>SHA-256</dt>
                <dd className="mono" title={kind.sha256}>
                  {kind.sha256.slice(0, 16)}…
                </dd>
              </div>
            </dl>
          </section>
        ))}
      </div>
      <h2>See for yourself</h2>
      <p>In a checkout of the project:</p>
      <pre className={css.commands}>
        {evidence.kinds.map(({ kind, file }) => `npm run -s ovn -- conformance ${kind} ${file}`).join('\n')}
      </pre>
      <KnownDifferences />
    </main>
  );
}

const releases = ['all', '2015-04', '2015-08'] as const;

function KnownDifferences() {
  const [release, setRelease] = useState<(typeof releases)[number]>('all');
  const shown = known.filter((one) => release === 'all' || one.release === 'both' || one.release === release);
  return (
    <>
      <h2>Knowingly different</h2>
      <p>Where the simulator does something else than the real programs did, it does so for a reason.</p>
      <div className={css.choice} role="group" aria-label="Show what concerns">
        {releases.map((one) => (
          <Button key={one} aria-pressed={release === one} onClick={() => setRelease(one)}>
            {one === 'all' ? 'Everything' : one}
          </Button>
        ))}
      </div>
      <ul className={css.known}>
        {shown.map((one) => (
          <li key={one.id}>
            <h3>
              {one.title} <Badge>{one.release === 'both' ? 'both releases' : one.release}</Badge>
            </h3>
            <p>{one.text}</p>
            <p className={css.why}>Why: {one.why}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
