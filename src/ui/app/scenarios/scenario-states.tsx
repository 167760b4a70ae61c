/** The earlier states of a scenario: each can be looked at as a scenario of its own, or brought back. */
import { bringBack, openKept, openState, saveKept, sayLasting } from '../../actions';
import { engine, engineStore } from '../../bridge';
import type { KeptEntry, KeptState } from '../../bridge';
import { Button } from '../../kit';
import { opened } from './opened';
import { bytesWords, titleOf, when } from './scenario-words';
import css from './scenarios.module.css';

export function ScenarioStates({ entry, now }: { readonly entry: KeptEntry; readonly now: number }) {
  const states = entry.states.slice(1);
  if (states.length === 0) return null;
  return (
    <details className={css.earlier}>
      <summary>{states.length === 1 ? 'One earlier state' : `${states.length} earlier states`}</summary>
      <ol className={css.states} aria-label={`Earlier states of ${titleOf(entry)}`}>
        {states.map((state) => (
          <State key={state.id} state={state} entry={entry} now={now} />
        ))}
      </ol>
    </details>
  );
}

interface StateProps {
  readonly state: KeptState;
  readonly entry: KeptEntry;
  readonly now: number;
}

function State({ state, entry, now }: StateProps) {
  const elsewhere = entry.open === 'elsewhere';
  const from = when(state.saved, now);
  const title = titleOf(entry);
  const actions = state.actions === 1 ? '1 action' : `${state.actions} actions`;
  return (
    <li className={css.state}>
      <span className={css.stateText}>
        {from}
        <span className={css.quiet}>
          {bytesWords(state.bytes)}
          {state.actions > 0 ? `, ${actions} after it` : ''}
        </span>
        {state.problem ? <Unreadable state={state} /> : null}
      </span>
      {state.problem ? null : (
        <>
          <Button
            aria-label={`Open ${title} as it was ${from}`}
            title="Opens as a scenario of its own"
            onClick={() => void opened(openState(entry.id, state.id), `${title}, ${from}`)}
          >
            Look at it
          </Button>
          <Button
            aria-label={`Bring ${title} back to ${from}`}
            disabled={elsewhere}
            onClick={() => void backTo(entry, state, from)}
          >
            Bring it back
          </Button>
        </>
      )}
      <Button
        look="quiet"
        aria-label={`Save ${title} as it was ${from} as a file`}
        onClick={() => void saveKept(title, entry.id, state.id)}
      >
        Save as a file
      </Button>
    </li>
  );
}

export function Unreadable({ state: { problem } }: { readonly state: KeptState }) {
  return <p className={css.problem}>It could not be opened: {problem?.message} It is kept as it is.</p>;
}

/** What it was until now is a state as well, one click away. */
async function backTo({ id, name }: KeptEntry, state: KeptState, from: string): Promise<void> {
  if (engineStore.getState().keeping?.entry !== id && (await openKept(id)) === null) return;
  if (!(await opened(bringBack(state.id), `${name} as it was ${from}`))) return;
  const before = (await engine().kept()).find((one) => one.id === id)?.states[1];
  if (before === undefined) return;
  sayLasting({
    key: 'brought-back',
    tone: 'info',
    text: `“${name}” is as it was ${from}. What it was until now is kept as an earlier state.`,
    choices: [{ label: 'Undo', run: () => bringBack(before.id) }],
  });
}
