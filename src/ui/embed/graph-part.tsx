/** The graph alone, with the packet on its way; what is selected lies over it. */
import { useRef } from 'react';
import { embedding } from '../bridge';
import { Canvas } from '../lab/canvas';
import { EntityMenuHost } from '../lab/entity-menu';
import { onPlayerKey } from '../lab/player-keys';
import { Boundary } from '../safety';
import { useMirror } from '../state';
import { Details, useChosen } from './details';
import css from './embed.module.css';
import { Steps } from './steps';
import { useRoom } from './use-room';

/** In rem: with less, what is selected comes from below. */
const BESIDE = 40;

export function GraphPart() {
  const frame = useRef<HTMLElement>(null);
  const beside = useRoom(frame) >= BESIDE;
  const name = useMirror((m) => m.scenario.name);
  const chosen = useChosen();
  return (
    <main ref={frame} className={css.graph} data-beside={beside}>
      <h1 className="visually-hidden">The network {name}</h1>
      <div className={css.canvas} onKeyDown={onPlayerKey}>
        <Boundary name="The graph">
          <Canvas />
        </Boundary>
        <Steps />
      </div>
      {chosen ? (
        <div className={css.details}>
          <Details />
        </div>
      ) : null}
      {embedding.readonly ? null : (
        <Boundary name="The menu">
          <EntityMenuHost />
        </Boundary>
      )}
    </main>
  );
}
