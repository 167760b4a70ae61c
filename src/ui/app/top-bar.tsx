/** The bar: what is open, the places, undo and redo, the theme, sharing. */
import { ChevronDown, CircleHelp, Moon, Search, Share2, Sun } from 'lucide-react';
import { Suspense, lazy, useState } from 'react';
import { formatPlace, openDialog, usePlace } from '../actions';
import type { PlaceName } from '../actions';
import { commandProps } from '../commands';
import { Badge, Button } from '../kit';
import { engine } from '../bridge';
import { setPreference, useMirror, usePreferences } from '../state';
import css from './app.module.css';
import { KeepingSign, LongWork } from './engine-signs';
import { UndoButtons } from './undo-buttons';

const ScenarioMenu = lazy(() => import('./scenarios').then((m) => ({ default: m.ScenarioMenu })));

const places: readonly { readonly name: PlaceName; readonly label: string }[] = [
  { name: 'lab', label: 'Lab' },
  { name: 'match', label: 'Match' },
  { name: 'real', label: 'Real' },
  { name: 'learn', label: 'Learn' },
];

export function TopBar({ onPalette }: { onPalette: () => void }) {
  const place = usePlace();
  const release = useMirror((m) => m.scenario.release);
  const settled = useMirror((m) => m.settled);
  const commits = useMirror((m) => m.history.position);
  return (
    <header className={css.bar}>
      <div className={css.left}>
        <ScenariosButton />
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
              {settled ? 'settled' : 'working'}
              <span className={css.commits}>
                {' '}
                · {commits} {commits === 1 ? 'commit' : 'commits'}
              </span>
            </span>
          }
        />
        <UndoButtons />
        <span className={css.wide}>
          <Button aria-label="Commands (Ctrl+K)" onClick={onPalette}>
            <Search size={14} /> <kbd className={css.key}>Ctrl K</kbd>
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
          <Share2 size={14} className={css.shareIcon} aria-hidden /> <span className={css.shareText}>Share</span>
        </Button>
      </div>
    </header>
  );
}

/** The menu is read when it is first asked for. */
function ScenariosButton() {
  const [open, setOpen] = useState<boolean | null>(null);
  const button = (
    <button
      type="button"
      className={css.scenarios}
      aria-label="Scenarios"
      title="Scenarios: new, open, recent"
      aria-haspopup="menu"
      onClick={open === null ? () => setOpen(true) : undefined}
    >
      <img className={css.logo} src="./favicon.svg" alt="" />
      <ChevronDown size={14} aria-hidden />
    </button>
  );
  if (open === null) return button;
  return (
    <Suspense fallback={button}>
      <ScenarioMenu open={open} onOpenChange={setOpen}>
        {button}
      </ScenarioMenu>
    </Suspense>
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
      title={name}
      defaultValue={name}
      spellCheck={false}
      onBlur={(event) => commit(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.value = name;
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
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
