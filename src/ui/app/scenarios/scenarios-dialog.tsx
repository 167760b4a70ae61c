/** My scenarios: all that this browser keeps, to be opened, named, copied, compared, saved and thrown away. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { chooseFile, dismiss, openDialog, saveAll, sayLasting, unlessReplaced } from '../../actions';
import { engine, engineStore } from '../../bridge';
import type { KeptEntry, Result } from '../../bridge';
import { Button, Dialog, EmptyState, SelectField, TextField } from '../../kit';
import { keepingWords } from '../engine-words';
import { CompareView } from './compare-view';
import { ScenarioItem } from './scenario-item';
import { shownEntries, titleOf } from './scenario-words';
import type { Order } from './scenario-words';
import css from './scenarios.module.css';
import { useKept } from './use-kept';

export function ScenariosDialog() {
  const [comparing, setComparing] = useState<string | null>(null);
  const { entries, now } = useKept();
  return (
    <Dialog
      open
      onOpenChange={() => openDialog(null)}
      title="My scenarios"
      description="Kept in this browser, each with its last states. Opening one takes nothing away from the others."
      wide
    >
      {entries === null ? (
        <p className={css.reading}>Reading…</p>
      ) : comparing === null ? (
        <Shelf entries={entries} now={now} onCompare={setComparing} />
      ) : (
        <CompareView entries={entries} now={now} first={comparing} onBack={() => setComparing(null)} />
      )}
    </Dialog>
  );
}

const orders: readonly { readonly value: Order; readonly label: string }[] = [
  { value: 'changed', label: 'Last changed' },
  { value: 'name', label: 'Name' },
  { value: 'size', label: 'Size' },
];

interface ShelfProps {
  readonly entries: readonly KeptEntry[];
  readonly now: number;
  readonly onCompare: (id: string) => void;
}

function Shelf({ entries, now, onCompare }: ShelfProps) {
  const keeping = useStore(engineStore, (s) => s.keeping);
  const [filter, setFilter] = useState('');
  const [order, setOrder] = useState<Order>('changed');
  const [deleted, setDeleted] = useState<KeptEntry | null>(null);
  const [written, setWritten] = useState<number | null>(null);
  const shown = shownEntries(entries, filter, order);
  const remove = async (entry: KeptEntry) => {
    const answer = await engine().setKeptDeleted(entry.id, true);
    if (answer.ok) setDeleted(entry);
  };
  const takeBack = async ({ id }: KeptEntry) => {
    await engine().setKeptDeleted(id, false);
    setDeleted(null);
  };
  const exportAll = async () => {
    setWritten(0);
    await saveAll(entries, setWritten);
    setWritten(null);
  };
  useSaidAfterwards(deleted);
  return (
    <>
      <div className={css.tools}>
        <div className={css.filter}>
          <TextField label="Filter" value={filter} onChange={(event) => setFilter(event.target.value)} />
        </div>
        <SelectField
          label="Sort by"
          value={order}
          options={orders}
          onChange={(value) => setOrder(orders.find((one) => one.value === value)?.value ?? 'changed')}
        />
        <span className={css.grow} />
        <Button onClick={() => openDialog('new-scenario')}>New…</Button>
        <Button onClick={chooseFile}>Open a file…</Button>
        <Button disabled={entries.length === 0 || written !== null} onClick={() => void exportAll()}>
          {written === null ? 'Save all' : `${written} of ${entries.length}`}
        </Button>
      </div>
      <div aria-live="polite">
        {deleted === null ? null : (
          <p className={css.deleted}>
            <span>“{titleOf(deleted)}” is deleted.</span>
            <Button onClick={() => void takeBack(deleted)}>Undo</Button>
          </p>
        )}
      </div>
      {entries.length === 0 ? (
        <EmptyState title="Nothing is kept yet">
          {(keeping && keepingWords(keeping)?.why) ??
            'What you make appears here by itself, as soon as you change something.'}
        </EmptyState>
      ) : shown.length === 0 ? (
        <EmptyState title="None has these words">
          The filter looks at names, releases and where they came from.
        </EmptyState>
      ) : (
        <ul className={css.entries} aria-label="Kept scenarios">
          {shown.map((entry) => (
            <ScenarioItem
              key={entry.id}
              entry={entry}
              now={now}
              onCompare={() => onCompare(entry.id)}
              onDelete={() => void remove(entry)}
            />
          ))}
        </ul>
      )}
    </>
  );
}

/** What was deleted last can also be had back after the list was closed. */
function useSaidAfterwards(deleted: KeptEntry | null): void {
  useEffect(() => {
    dismiss('deleted');
    if (deleted === null) return;
    sayLasting({
      key: 'deleted',
      tone: 'info',
      text: `“${titleOf(deleted)}” is deleted.`,
      choices: [{ label: 'Undo', run: () => unlessReplaced<Result<void>>(engine().setKeptDeleted(deleted.id, false)) }],
    });
  }, [deleted]);
}
