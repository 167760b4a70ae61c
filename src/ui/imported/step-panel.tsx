/** One step of the trace, the answer first: the verdict, what matched and why, what it was made from, why no other flow, the packet. */
import { Button } from '../kit';
import { imported } from '../bridge/imported';
import type { Candidate } from '../bridge/imported';
import { selectThing } from './address';
import { FlowText, Made, Section, Title } from './pieces';
import css from './details.module.css';
import { goToStep, useReal } from './store';
import { useAsked } from './use-asked';
import { thingOfRow } from './things';

export function StepPanel() {
  const trace = useReal((real) => real.trace);
  const step = useReal((real) => real.step);
  const question = useReal((real) => real.question);
  const details = useAsked(trace === null ? null : `step ${step} ${JSON.stringify(question)}`, () =>
    imported().step(step),
  );
  if (trace === null) return null;
  const { verdict, steps } = trace;
  const here = steps[step];
  return (
    <section className={css.details} aria-label="Details of the step">
      <div className={css.verdict} data-tone={verdict.tone}>
        <h2>{verdict.title}</h2>
        <p>{verdict.text}</p>
        {verdict.because.length === 0 ? null : (
          <ul className={css.list}>
            {verdict.because.map(({ row, step: at, what }) => (
              <li key={row.uuid}>
                {what}{' '}
                <Button look="link" onClick={() => goToStep(at)}>
                  {row.title}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
      {here === undefined || details === undefined || details === null ? (
        <p className={css.note}>…</p>
      ) : (
        <>
          <Title
            kind={`Step ${step + 1} of ${steps.length}, in ${details.datapath.title}`}
            title={`${here.table} ${here.stage}`}
          />
          {details.stageText === null ? null : <p className={css.explained}>{details.stageText}</p>}
          {details.flow === null ? (
            <p className={css.bad}>No flow of this stage matches the packet, which drops it.</p>
          ) : (
            <>
              <FlowText flow={details.flow} />
              {details.why === '' ? null : (
                <p className={css.met}>
                  <code>{details.why}</code>
                </p>
              )}
              <Made from={details.flow.from} source={null} />
              <Button look="quiet" onClick={() => selectThing({ kind: 'flow', uuid: details.flow?.uuid ?? '' })}>
                The flow itself
              </Button>
            </>
          )}
          {details.others.length === 0 ? null : (
            <Section title="These match too: OVN may take any of them">
              {details.others.map((flow) => (
                <div key={flow.uuid} className={css.candidate}>
                  {flow.match}
                </div>
              ))}
            </Section>
          )}
          {details.before.length === 0 ? null : (
            <Section title={details.flow === null ? 'Why no flow matches' : 'Why no flow of higher priority'}>
              {details.before.map((candidate) => (
                <CandidateLine key={candidate.flow.uuid} candidate={candidate} />
              ))}
              {details.moreBefore === 0 ? null : <p className={css.note}>{details.moreBefore} more</p>}
            </Section>
          )}
          <Section title="The packet as it came to this stage">
            <p className={css.uuid}>{details.packet}</p>
          </Section>
        </>
      )}
    </section>
  );
}

function CandidateLine({ candidate: { flow, why } }: { readonly candidate: Candidate }) {
  const [from] = flow.from;
  return (
    <div className={css.candidate}>
      <Button look="link" onClick={() => selectThing({ kind: 'flow', uuid: flow.uuid })}>
        {flow.priority}
      </Button>{' '}
      {flow.match}
      <div className={css.why}>{why}</div>
      {from === undefined ? null : (
        <Button look="link" onClick={() => selectThing(thingOfRow(from))}>
          {from.table} {from.title}
        </Button>
      )}
    </div>
  );
}
