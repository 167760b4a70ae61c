/** Starting afresh in a chosen release, and what the choice means. */
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { dialogStore, goToPlace, openDialog, openGallery, useGallery, useReleases } from '../actions';
import { Button, Dialog, SelectField, TextField } from '../kit';
import { useMirror } from '../state';
import css from './app.module.css';

export function ScenarioDialogs() {
  const open = useStore(dialogStore, (s) => s.open);
  return (
    <>
      <Dialog
        open={open === 'new-scenario'}
        onOpenChange={(next) => openDialog(next ? 'new-scenario' : null)}
        title="New scenario"
        description="What is open now stays among your scenarios; Undo brings it back."
      >
        <NewScenario />
      </Dialog>
      <Dialog
        open={open === 'releases'}
        onOpenChange={(next) => openDialog(next ? 'releases' : null)}
        title="What differs between the releases"
        description="A scenario runs one release of OVN: its schemas, its ovn-northd, its ovn-controller and its commands."
      >
        <Differences />
        <div className={css.row}>
          <Button look="primary" onClick={() => openDialog('new-scenario')}>
            New scenario…
          </Button>
          <Button onClick={() => openDialog(null)}>Close</Button>
        </div>
      </Dialog>
    </>
  );
}

const EMPTY = 'empty';

function NewScenario() {
  const gallery = useGallery();
  const { releases } = useReleases();
  const [start, setStart] = useState(EMPTY);
  const [release, setRelease] = useState<string | null>(null);
  const [name, setName] = useState('');
  const entry = gallery.find(({ id }) => id === start);
  const chosen = release ?? entry?.release ?? '';
  const options = useMemo(
    () =>
      [...gallery]
        .sort((a, b) => Number(b.id === EMPTY) - Number(a.id === EMPTY))
        .map(({ id, title }) => ({ value: id, label: title })),
    [gallery],
  );
  if (!entry) return null;
  const create = async () => {
    openDialog(null);
    goToPlace('lab');
    await openGallery(entry.id, chosen, name.trim() === '' ? undefined : name.trim());
  };
  return (
    <form
      className={css.scenarioForm}
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <SelectField label="Start with" value={start} options={options} onChange={setStart} />
      <p className={css.scenarioNote}>{entry.summary}</p>
      <SelectField
        label="Release"
        value={chosen}
        options={releases.map(({ id, title }) => ({
          value: id,
          label: id === entry.release && start !== EMPTY ? `${title} (what it was made for)` : title,
        }))}
        onChange={setRelease}
      />
      <p className={css.scenarioNote}>
        {releases.find(({ id }) => id === chosen)?.summary}{' '}
        <Button look="link" onClick={() => openDialog('releases')}>
          What differs
        </Button>
      </p>
      <TextField
        label="Name"
        value={name}
        placeholder={entry.title}
        onChange={(event) => setName(event.target.value)}
      />
      <div className={css.row}>
        <Button look="primary" type="submit">
          Open it
        </Button>
        <Button onClick={() => openDialog(null)}>Cancel</Button>
      </div>
    </form>
  );
}

function Differences() {
  const { releases, differences } = useReleases();
  const current = useMirror((m) => m.scenario.release);
  return (
    <div className={css.differences} role="region" aria-label="Differences" tabIndex={0}>
      <dl>
        {differences.map((difference) => (
          <div key={difference.id}>
            <dt>{difference.title}</dt>
            {releases.map(({ id }) => (
              <dd key={id} data-current={id === current}>
                <span className="mono">{id}</span>
                <span>{difference.text[id]}</span>
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </div>
  );
}
