/** The source coloured by the packet in focus, and the shortest reason. */
import { Fragment } from 'react';
import type { MatchAnalysis, PacketResult } from '../bridge';
import cards from './cards.module.css';
import css from './why-card.module.css';
import { pieces } from './pieces';
import { usePoint } from './view';

export function WhyCard({ analysis, result }: { analysis: MatchAnalysis; result: PacketResult }) {
  const { matches } = result;
  const point = usePoint();
  if (matches === null) return null;
  return (
    <section className={cards.card} aria-labelledby="match-why">
      <h2 id="match-why">{matches ? 'Why it matches' : 'Why not'}</h2>
      <p className={css.source} data-testid="coloured">
        {pieces(analysis.text, analysis.spans).map((piece) =>
          piece.truth === null ? (
            <Fragment key={piece.start}>{piece.text}</Fragment>
          ) : (
            <span
              key={piece.start}
              className={css.piece}
              data-truth={piece.truth}
              onMouseEnter={() => point([piece])}
              onMouseLeave={() => point([])}
            >
              <span aria-hidden>{piece.truth ? '✓ ' : '✕ '}</span>
              {piece.text}
              <span className="visually-hidden">{piece.truth ? ' (true)' : ' (false)'}</span>
            </span>
          ),
        )}
      </p>
      <p data-testid="why">{result.why}</p>
      {result.values.length > 0 ? (
        <details>
          <summary>What the packet has</summary>
          <dl className={css.values}>
            {result.values.map(({ symbol, value }) => (
              <Fragment key={symbol}>
                <dt>{symbol}</dt>
                <dd>{value}</dd>
              </Fragment>
            ))}
          </dl>
        </details>
      ) : null}
    </section>
  );
}
