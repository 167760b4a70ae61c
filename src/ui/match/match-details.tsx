/** An expression with all that the match lab tells of it, without the lab around it: for the lab's pane. */
import type { ReactNode } from 'react';
import { Editor } from './editor';
import { FlowsCard } from './flows-card';
import { costOf } from './highlight';
import cards from './cards.module.css';
import css from './match-details.module.css';
import toolbarCss from './toolbar.module.css';
import { Problems } from './problems';
import { Stages } from './stages';
import { useView, ViewContext, type MatchView } from './view';
import { WhyCard } from './why-card';

/** `packet` is the id of the packet in the request by which the parts are coloured; `head` and `aside` stand around it. */
export function MatchDetails({
  view,
  packet,
  head,
  aside,
}: {
  readonly view: MatchView;
  readonly packet: string | null;
  readonly head: ReactNode;
  readonly aside: ReactNode;
}) {
  return (
    <ViewContext.Provider value={view}>
      <div className={css.details} data-match-details>
        <div className={css.detailsMain}>
          <div className={toolbarCss.toolbar}>
            {head}
            <span className={cards.spring} />
            <Count />
          </div>
          <Editor />
          <Result />
        </div>
        <div className={css.detailsSide}>
          {aside}
          <Why packet={packet} />
        </div>
      </div>
    </ViewContext.Provider>
  );
}

function Count() {
  const analysis = useView((shown) => shown.analysis);
  const compiled = analysis?.compiled;
  if (!compiled) return null;
  const { flowCount } = compiled;
  return (
    <span className={cards.inline}>
      <span className="mono">{flowCount === 1 ? '1 flow' : `${flowCount} flows`}</span>
      <span className={cards.note}>{costOf(flowCount).word}</span>
    </span>
  );
}

function Result() {
  const analysis = useView((shown) => shown.analysis);
  const empty = useView((shown) => shown.text.trim() === '');
  if (analysis === null || empty) return null;
  return (
    <>
      <Problems problems={analysis.problems} />
      {analysis.compiled ? (
        <>
          <Stages stages={analysis.compiled.stages} />
          <FlowsCard compiled={analysis.compiled} />
        </>
      ) : null}
    </>
  );
}

function Why({ packet }: { packet: string | null }) {
  const analysis = useView((shown) => shown.analysis);
  const result = analysis?.packets.find(({ id }) => id === packet);
  return analysis && result ? <WhyCard analysis={analysis} result={result} /> : null;
}
