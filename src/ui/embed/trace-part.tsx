/** The trace with its verdict, step and player; details beside it where there is room, else in its place. */
import { Suspense, lazy, useRef, useState } from 'react';
import type { ComponentType } from 'react';
import { embedding } from '../bridge';
import { Button } from '../kit';
import { onPlayerKey } from '../lab/player-keys';
import { WhatIfDialogs } from '../lab/what-if';
import { Boundary } from '../safety';
import { useMirror, usePlayer } from '../state';
import { Details, useChosen } from './details';
import css from './embed.module.css';
import { options } from './options';
import type { EmbeddedPane } from './options';
import { Steps } from './steps';
import { useRoom } from './use-room';

const panes: Readonly<Record<EmbeddedPane, ComponentType>> = {
  trace: lazy(() => import('../lab/trace-pane').then((module) => ({ default: module.TracePane }))),
  pipeline: lazy(() => import('../lab/pipeline-pane').then((module) => ({ default: module.PipelinePane }))),
  match: lazy(() => import('../lab/match-pane').then((module) => ({ default: module.MatchPane }))),
  openflow: lazy(() => import('../lab/openflow-pane').then((module) => ({ default: module.OpenFlowPane }))),
  databases: lazy(() => import('../lab/databases-pane').then((module) => ({ default: module.DatabasesPane }))),
  log: lazy(() => import('../lab/log-pane').then((module) => ({ default: module.LogPane }))),
  terminal: lazy(() => import('../lab/terminal-pane').then((module) => ({ default: module.TerminalPane }))),
};

/** In rem: with less, details and trace take turns. */
const SIDE_BY_SIDE = 44;

export function TracePart() {
  const frame = useRef<HTMLElement>(null);
  const wide = useRoom(frame) >= SIDE_BY_SIDE;
  const name = useMirror((m) => m.scenario.name);
  return (
    <main ref={frame} className={css.trace} data-wide={wide}>
      <h1 className="visually-hidden">A packet in {name}</h1>
      {wide ? (
        <>
          <div className={css.pane} onKeyDown={onPlayerKey}>
            {options.pane === 'trace' ? null : <Steps />}
            <Pane />
          </div>
          <div className={css.details}>
            <Details />
          </div>
        </>
      ) : (
        <InTurn />
      )}
      {embedding.readonly ? null : (
        <Boundary name="The dialog">
          <WhatIfDialogs />
        </Boundary>
      )}
    </main>
  );
}

function InTurn() {
  const verdict = usePlayer((p) => p.trace?.verdict);
  const chosen = useChosen();
  const [asked, setAsked] = useState(false);
  const details = asked || chosen;
  return (
    <>
      <div className={css.head}>
        {verdict ? (
          <p className={css.verdict} data-kind={verdict.kind}>
            {verdict.sentence}
          </p>
        ) : null}
        {chosen ? null : (
          <Button aria-pressed={asked} onClick={() => setAsked(!asked)}>
            Details
          </Button>
        )}
      </div>
      {details ? (
        <div className={css.details}>
          <Details />
        </div>
      ) : (
        <div className={css.pane} onKeyDown={onPlayerKey}>
          {options.pane === 'trace' ? null : <Steps />}
          <Pane />
        </div>
      )}
    </>
  );
}

function Pane() {
  const Content = panes[options.pane];
  return (
    <div className={css.content}>
      <Boundary name="The pane">
        <Suspense fallback={null}>
          <Content />
        </Suspense>
      </Boundary>
    </div>
  );
}
