/** The OpenFlow matches that the expression becomes, and conjunctions explained. */
import type { CompiledView, ConjunctionView } from '../bridge';
import { isLit } from './highlight';
import { Button } from '../kit';
import cards from './cards.module.css';
import css from './flows-card.module.css';
import { useRoving } from './use-roving';
import { usePoint, useView } from './view';

/** `onMore` lists more of many flows; absent where they stay short. */
export function FlowsCard({ compiled, onMore }: { compiled: CompiledView; onMore?: () => void }) {
  const active = useView((view) => view.active);
  const point = usePoint();
  const onKeyDown = useRoving();
  const { flows, flowCount, conjunctions } = compiled;
  return (
    <section className={cards.card} aria-labelledby="match-flows">
      <h2 id="match-flows">{flowCount === 1 ? '1 flow' : `${flowCount} flows`}</h2>
      {flowCount === 0 ? (
        <p className={cards.note}>
          No packet can match, or the ports that it names do not exist here: nothing reaches the switch.
        </p>
      ) : (
        <div className={css.flowScroll} role="region" aria-label="Flows" tabIndex={0}>
          <table className={css.flows} onKeyDown={onKeyDown} onMouseLeave={() => point([])}>
            <thead>
              <tr>
                <th scope="col">Match</th>
                <th scope="col">Actions</th>
              </tr>
            </thead>
            <tbody>
              {flows.map((flow, index) => (
                <tr
                  key={index}
                  tabIndex={index === 0 ? 0 : -1}
                  data-item
                  data-flow
                  data-lit={isLit(flow, active)}
                  onMouseEnter={() => point(flow.ranges)}
                  onFocus={() => point(flow.ranges)}
                  onBlur={() => point([])}
                >
                  <td>{flow.match}</td>
                  <td>{flow.actions === 'actions' ? 'the row’s actions' : flow.actions}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {flowCount <= flows.length ? null : onMore === undefined ? (
        <p className={cards.note}>… and {flowCount - flows.length} more</p>
      ) : (
        <Button look="quiet" className={cards.more} onClick={onMore}>
          … and {flowCount - flows.length} more: show them
        </Button>
      )}
      {conjunctions.slice(0, 6).map((conjunction) => (
        <Conjunction key={conjunction.id} conjunction={conjunction} />
      ))}
    </section>
  );
}

function Conjunction({ conjunction }: { conjunction: ConjunctionView }) {
  const { id, clauses, flows, product } = conjunction;
  const point = usePoint();
  return (
    <div className={css.conjunction} data-conjunction={id}>
      <p>
        <strong>Conjunction {id}</strong>: {clauses.length} clauses, one for each dimension. A packet that matches a
        flow of every clause gets <code>conj_id={id}</code>.
      </p>
      <p className={css.clauses}>
        {clauses.map((clause, index) => (
          <span key={index}>
            {index > 0 ? <span className={css.times}> × </span> : null}
            <button
              type="button"
              className={css.clause}
              onMouseEnter={() => point(clause.ranges)}
              onMouseLeave={() => point([])}
              onFocus={() => point(clause.ranges)}
              onBlur={() => point([])}
            >
              clause {index} <code>{clause.label}</code> {clause.flows}
            </button>
          </span>
        ))}
      </p>
      <p className={cards.note}>
        {flows} flows instead of {product}.
      </p>
    </div>
  );
}
