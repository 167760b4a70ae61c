/** Supposing: changes on top, the comparison below, and at the end Apply or Discard. */
import { useEffect, useState } from 'react';
import { openDialog } from '../../actions';
import { engine } from '../../bridge';
import type { Edit, WhatIf } from '../../bridge';
import { Button, EmptyState } from '../../kit';
import { playerStore, useMirror, usePlayer } from '../../state';
import { applySupposition } from './apply';
import { ChangeForm } from './change-form';
import { ComparisonView } from './comparison-view';
import { editWords, NOTHING, supposing, without } from './supposition';
import type { Supposed } from './supposition';
import css from './what-if.module.css';

export function Suppose() {
  const trace = usePlayer((p) => p.trace);
  const model = useMirror((mirror) => mirror.model);
  const [supposed, setSupposed] = useState(NOTHING);
  const [answer, setAnswer] = useState<WhatIf | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const request = trace?.request;
  const some = supposed.edits.length > 0 || supposed.request !== null;
  useEffect(() => {
    if (!request || !some) return undefined;
    let wanted = true;
    const question = { edits: supposed.edits, ...(supposed.request ? { request: supposed.request } : {}) };
    void engine()
      .whatIf(request, question)
      .then((result) => {
        if (!wanted) return;
        setAnswer(result.ok ? result.value : null);
        setProblem(result.ok ? null : result.error.message);
      });
    return () => {
      wanted = false;
    };
  }, [request, supposed, some]);
  if (!request) {
    return (
      <EmptyState title="No packet to suppose anything about">
        <p>Send a packet first: this shows what would become of it if something were different.</p>
      </EmptyState>
    );
  }
  const suppose = (next: Supposed) => {
    setSupposed(next);
    if (next.edits.length === 0 && next.request === null) {
      setAnswer(null);
      setProblem(null);
    }
  };
  return (
    <div className={css.suppose}>
      <ChangeForm
        request={supposed.request ?? request}
        onEdit={(edit) => suppose(supposing(supposed, edit))}
        onPacket={(changed, words) =>
          suppose({ ...supposed, request: changed, packetWords: [...supposed.packetWords, words] })
        }
      />
      {some ? (
        <ul className={css.changes} aria-label="Supposed changes">
          {supposed.request ? (
            <Change
              words={`Packet: ${supposed.packetWords.join(', ')}`}
              onRemove={() => suppose({ ...supposed, request: null, packetWords: [] })}
            />
          ) : null}
          {supposed.edits.map((edit: Edit, index) => (
            <Change
              key={JSON.stringify(edit)}
              words={editWords(edit, model)}
              onRemove={() => suppose(without(supposed, index))}
            />
          ))}
        </ul>
      ) : null}
      {problem === null ? null : (
        <p className={css.problem} role="alert">
          {problem}
        </p>
      )}
      {answer ? (
        <>
          <Notes answer={answer} />
          <ComparisonView
            left={answer.now}
            right={answer.then}
            comparison={answer.comparison}
            titles={['As it is', 'What if']}
          />
        </>
      ) : some ? null : (
        <p className={css.hint}>
          Choose a change: both outcomes then stand side by side, from the packet’s entry to its end.
        </p>
      )}
      <div className={css.buttons}>
        <Button
          look="primary"
          disabled={!answer}
          onClick={() => {
            if (answer) void applySupposition(supposed, answer, playerStore.getState().packet);
          }}
        >
          Apply
        </Button>
        <Button onClick={() => openDialog(null)}>Discard</Button>
        <span className={css.hint}>Apply makes it so, as one step that Undo takes back.</span>
      </div>
    </div>
  );
}

function Change({ words, onRemove }: { words: string; onRemove: () => void }) {
  return (
    <li className={css.change}>
      <span className={css.words}>{words}</span>
      <Button look="quiet" aria-label={`Do not suppose: ${words}`} onClick={onRemove}>
        Remove
      </Button>
    </li>
  );
}

function Notes({ answer: { moved, idle } }: { answer: WhatIf }) {
  if (!moved && idle.length === 0) return null;
  return (
    <p className={css.hint}>
      {moved ? `The packet’s port is elsewhere then: it enters ${moved.machine} at ${moved.iface}. ` : ''}
      {idle.length > 0
        ? `Not all of it would happen: ${idle.join(', ')} ${idle.length === 1 ? 'is' : 'are'} not running or not done.`
        : ''}
    </p>
  );
}
