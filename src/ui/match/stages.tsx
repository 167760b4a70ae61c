/** The four stages beside each other. Pointing at a node lights what comes from the same place. */
import { useMemo, useState } from 'react';
import type { StageView } from '../bridge';
import { isLit } from './highlight';
import { Button } from '../kit';
import cards from './cards.module.css';
import css from './stages.module.css';
import { CHANGE_LABELS, CHANGE_SIGNS, MOST_ROWS, rowsOf } from './tree-rows';
import { useRoving } from './use-roving';
import { usePoint, useView } from './view';

const TITLES = { parse: 'Parse', annotate: 'Annotate', simplify: 'Simplify', normalize: 'Normalize' } as const;

/** `onMore` asks for more of long lists; absent where they stay short. */
export function Stages({ stages, onMore }: { stages: readonly StageView[]; onMore?: () => void }) {
  const [plain, setPlain] = useState(keptPlain);
  const choose = (chosen: boolean) => {
    keepPlain(chosen);
    setPlain(chosen);
  };
  return (
    <section className={css.stagesWhole} aria-label="Stages">
      <label className={cards.inline}>
        <input type="checkbox" checked={plain} onChange={(event) => choose(event.target.checked)} />
        Values as people write them <span className={cards.note}>10.0.1.1, 443 instead of 0xa000101, 0x1bb</span>
      </label>
      <div className={css.stages}>
        {stages.map((stage, index) => (
          <Stage key={stage.name} stage={stage} number={index + 1} plain={plain} {...(onMore ? { onMore } : {})} />
        ))}
      </div>
    </section>
  );
}

const PLAIN_KEY = 'ovn-playground.match.plain';

function keptPlain(): boolean {
  try {
    return localStorage.getItem(PLAIN_KEY) === 'yes';
  } catch {
    return false;
  }
}

function keepPlain(plain: boolean): void {
  try {
    localStorage.setItem(PLAIN_KEY, plain ? 'yes' : 'no');
  } catch {
    // A browser that keeps nothing asks again.
  }
}

interface StageProps {
  readonly stage: StageView;
  readonly number: number;
  readonly plain: boolean;
  readonly onMore?: () => void;
}

function Stage({ stage, number, plain, onMore }: StageProps) {
  const { rows, omitted } = useMemo(
    () => rowsOf(stage.tree, onMore === undefined ? undefined : MOST_ROWS),
    [stage.tree, onMore],
  );
  const active = useView((view) => view.active);
  const point = usePoint();
  const onKeyDown = useRoving();
  const title = TITLES[stage.name];
  return (
    <section className={css.stage} data-stage={stage.name} aria-label={`${number} ${title}`}>
      <header className={css.stageHead}>
        <h2>
          {number} {title}
        </h2>
        <span className={cards.note}>{stage.summary}</span>
      </header>
      <div
        className={css.tree}
        role="tree"
        aria-label={`Tree after ${title.toLowerCase()}`}
        onKeyDown={onKeyDown}
        onMouseLeave={() => point([])}
      >
        {rows.map(({ node, depth, prefix }) => (
          <div
            key={node.id}
            role="treeitem"
            aria-level={depth + 1}
            tabIndex={node.id === 0 ? 0 : -1}
            data-item
            data-lit={isLit(node, active)}
            data-change={node.change}
            data-truth={node.truth}
            className={css.node}
            onMouseEnter={() => point(node.ranges)}
            onFocus={() => point(node.ranges)}
            onBlur={() => point([])}
          >
            <span className={css.lines} aria-hidden>
              {prefix}
            </span>
            {node.truth === null ? null : (
              <span className={css.truth} aria-hidden>
                {node.truth ? '✓' : '✕'}
              </span>
            )}
            <span className={css.label}>{plain ? node.plain : node.label}</span>
            {node.change === null ? null : (
              <span className={css.change} title={CHANGE_LABELS[node.change]}>
                <span aria-hidden>{CHANGE_SIGNS[node.change]}</span>
                <span className="visually-hidden">{CHANGE_LABELS[node.change]}</span>
              </span>
            )}
            {node.truth === null ? null : <span className="visually-hidden">{node.truth ? 'true' : 'false'}</span>}
          </div>
        ))}
      </div>
      {omitted > 0 ? (
        onMore === undefined ? (
          <p className={cards.more}>… and {omitted} more</p>
        ) : (
          <Button look="quiet" className={cards.more} onClick={onMore}>
            … and {omitted} more: show them
          </Button>
        )
      ) : null}
      <details className={css.asText}>
        <summary>As text</summary>
        <code tabIndex={0}>{plain ? stage.plain : stage.text}</code>
      </details>
    </section>
  );
}
