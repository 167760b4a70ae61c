/** The bar: what is open, the three places, undo and redo, the theme, sharing. */
import { CircleHelp, FilePlus2, Moon, Redo2, Search, Share2, Sun, Undo2 } from 'lucide-react';
import { formatPlace, openDialog, redo, undo, usePlace } from '../actions';
import type { PlaceName } from '../actions';
import { commandProps } from '../commands';
import { Badge, Button } from '../kit';
import { engine } from '../bridge';
import { setPreference, useMirror, usePreferences } from '../state';
import css from './app.module.css';
import { KeepingSign, LongWork } from './engine-signs';

const places: readonly { readonly name: PlaceName; readonly label: string }[] = [
  { name: 'lab', label: 'Lab' },
  { name: 'match', label: 'Match' },
  { name: 'learn', label: 'Learn' },
];

export function TopBar({ onPalette }: { onPalette: () => void }) {
  const place = usePlace();
  const canUndo = useMirror((m) => m.canUndo);
  const canRedo = useMirror((m) => m.canRedo);
  const release = useMirror((m) => m.scenario.release);
  const settled = useMirror((m) => m.settled);
  const commits = useMirror((m) => m.history.position);
  return (
    <header className={css.bar}>
      <div className={css.left}>
        <img className={css.logo} src="./favicon.svg" alt="" />
        <ScenarioName />
        {release ? (
          <button
            type="button"
            className={css.release}
            aria-label={`Release ${release}: what differs between the releases`}
            onClick={() => openDialog('releases')}
          >
            <Badge tone="accent">{release}</Badge>
          </button>
        ) : null}
        <KeepingSign />
        <span className={css.wide}>
          <Button
            icon
            aria-label="New scenario…"
            {...commandProps('scenario.new')}
            onClick={() => openDialog('new-scenario')}
          >
            <FilePlus2 size={15} />
          </Button>
        </span>
      </div>
      <nav className={css.places} aria-label="Places">
        {places.map(({ name, label }) => (
          <a
            key={name}
            className={css.place}
            href={formatPlace(name)}
            aria-current={place.name === name ? 'page' : undefined}
          >
            {label}
          </a>
        ))}
      </nav>
      <div className={css.right}>
        <LongWork
          otherwise={
            <span className={css.status} data-testid="control-plane">
              {settled ? 'settled' : 'working'} · {commits} {commits === 1 ? 'commit' : 'commits'}
            </span>
          }
        />
        <Button icon aria-label="Undo" {...commandProps('page.undo')} disabled={!canUndo} onClick={() => void undo()}>
          <Undo2 size={15} />
        </Button>
        <Button icon aria-label="Redo" {...commandProps('page.redo')} disabled={!canRedo} onClick={() => void redo()}>
          <Redo2 size={15} />
        </Button>
        <span className={css.wide}>
          <Button aria-label="Commands (Ctrl+K)" onClick={onPalette}>
            <Search size={14} /> <kbd>Ctrl K</kbd>
          </Button>
        </span>
        <span className={css.narrow}>
          <Button icon aria-label="Commands" onClick={onPalette}>
            <Search size={15} />
          </Button>
        </span>
        <span className={css.roomy}>
          <ThemeButton />
          <Button icon aria-label="Help" {...commandProps('page.help')} onClick={() => openDialog('help')}>
            <CircleHelp size={15} />
          </Button>
        </span>
        <Button look="primary" {...commandProps('scenario.share')} onClick={() => openDialog('share')}>
          <Share2 size={14} /> <span className={css.shareText}>Share</span>
        </Button>
      </div>
    </header>
  );
}

function ScenarioName() {
  const name = useMirror((m) => m.scenario.name);
  const commit = (value: string) => {
    if (value.trim() !== '' && value !== name) void engine().rename(value.trim());
  };
  return (
    <input
      key={name}
      className={css.name}
      aria-label="Name of this scenario"
      defaultValue={name}
      spellCheck={false}
      onBlur={(event) => commit(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}

function ThemeButton() {
  const theme = usePreferences((p) => p.theme);
  const dark = theme === 'dark' || (theme === 'system' && document.documentElement.dataset.theme === 'dark');
  return (
    <Button
      icon
      aria-label={dark ? 'Use the light theme' : 'Use the dark theme'}
      onClick={() => setPreference({ theme: dark ? 'light' : 'dark' })}
    >
      {dark ? <Sun size={15} /> : <Moon size={15} />}
    </Button>
  );
}
