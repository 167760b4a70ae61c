/** The list of keys. */
import { useStore } from 'zustand';
import { Dialog } from '../../kit';
import { playerKeys, traceAsksStore, treeKeys } from '../player-keys';
import css from './trace-pane.module.css';

export function KeysDialog() {
  const open = useStore(traceAsksStore, (asks) => asks.keys);
  return (
    <Dialog
      open={open}
      onOpenChange={(keys) => traceAsksStore.setState({ keys })}
      title="Keys of the trace"
      description="They work in the trace pane and in the details of a step, except while you type."
    >
      <KeyList keys={playerKeys} label="Player" />
      <h3 className={css.keysTitle}>In the tree of steps</h3>
      <KeyList keys={treeKeys} label="Tree" />
    </Dialog>
  );
}

function KeyList({
  keys,
  label,
}: {
  keys: readonly { readonly shown: string; readonly text: string }[];
  label: string;
}) {
  return (
    <dl className={css.keys} aria-label={label}>
      {keys.map(({ shown, text }) => (
        <div key={shown}>
          <dt>{shown.split(' ').map((part) => (part === 'or' ? ' or ' : <kbd key={part}>{part}</kbd>))}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
