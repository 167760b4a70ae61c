/** The place: what is being opened, or the open network with an outline, a view and the details of what is selected. */
import { useEffect, useState, type ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useStore } from 'zustand';
import { isField, realFilesStore } from '../actions';
import { counted } from '../kit';
import { Boundary } from '../safety';
import { useLayout } from '../state';
import type { ImportedNetwork } from '../bridge/imported';
import { go, useAddress } from './address';
import { Details } from './details';
import { FlowsPage } from './flows-page';
import { ChooseButton, OpeningView } from './opening';
import { Outline } from './outline';
import css from './real.module.css';
import { ShowPage } from './show-page';
import { readFiles, useReal } from './store';
import { TablesPage } from './tables-page';
import { TracePage } from './trace-page';
import { GraphPage } from './graph-page';
import { VIEWS, type View } from './things';

export function RealNetwork() {
  const opening = useReal((real) => real.opening);
  const network = useReal((real) => real.network);
  useWaitingFiles();
  useOwnUndo();
  if (opening !== null || network === null)
    return (
      <main className={css.page}>
        <OpeningView opening={opening} />
      </main>
    );
  return <Opened network={network} />;
}

/** Files that were dropped elsewhere on the page. */
function useWaitingFiles(): void {
  const files = useStore(realFilesStore, (waiting) => waiting.files);
  useEffect(() => {
    if (files === null) return;
    realFilesStore.setState({ files: null });
    void readFiles(files);
  }, [files]);
}

/** There is nothing to undo here, and the lab's history is not meant. */
function useOwnUndo(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isUndo = (event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key);
      if (isUndo && !isField(event.target)) event.stopImmediatePropagation();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
}

const LABELS: Readonly<Record<View, string>> = {
  graph: 'Graph',
  trace: 'Trace',
  flows: 'Logical flows',
  tables: 'Databases',
  show: 'Show',
};

/** In pixels: with less, the outline and the details share a column. */
const TIGHT = 1100;

function Opened({ network }: { readonly network: ImportedNetwork }) {
  const { phone } = useLayout((layout) => layout);
  const tight = useNarrow(TIGHT);
  if (phone) return <OnePane network={network} />;
  const outline = (
    <Boundary name="The outline">
      <Outline network={network} />
    </Boundary>
  );
  const details = (
    <Boundary name="The details">
      <Details />
    </Boundary>
  );
  return (
    <main className={css.page}>
      <h1 className="visually-hidden">The real network</h1>
      <Group orientation="horizontal">
        {tight ? null : (
          <>
            <Panel id="real-outline" defaultSize="19%" minSize={170} collapsible className={css.side}>
              {outline}
            </Panel>
            <Separator className={css.separator} aria-label="Width of the outline" />
          </>
        )}
        <Panel id="real-view" defaultSize={tight ? '64%' : '55%'} minSize={320}>
          <div className={css.center}>
            <Head network={network} />
            <ViewTabs />
            <CurrentView network={network} />
          </div>
        </Panel>
        <Separator className={css.separator} aria-label="Width of the details" />
        <Panel id="real-details" defaultSize={tight ? '36%' : '26%'} minSize={220} collapsible className={css.side}>
          {tight ? <Sides outline={outline} details={details} /> : details}
        </Panel>
      </Group>
    </main>
  );
}

/** What is selected is shown; the outline on request. */
function Sides({ outline, details }: { readonly outline: ReactNode; readonly details: ReactNode }) {
  const on = useAddress().params.on;
  const [side, setSide] = useState<{ readonly shown: 'outline' | 'details'; readonly on: string | undefined }>({
    shown: 'outline',
    on,
  });
  const step = useReal((real) => real.step);
  const { view } = useAddress();
  const [seen, setSeen] = useState(step);
  if (side.on !== on) setSide({ shown: 'details', on });
  if (seen !== step) {
    setSeen(step);
    if (view === 'trace') setSide({ shown: 'details', on });
  }
  return (
    <div className={css.sides}>
      <div className={css.tabs} role="group" aria-label="Outline or details">
        {(['outline', 'details'] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={side.shown === each}
            onClick={() => setSide({ shown: each, on })}
          >
            {each === 'outline' ? 'Outline' : 'Details'}
          </button>
        ))}
      </div>
      <div className={css.scroll}>{side.shown === 'outline' ? outline : details}</div>
    </div>
  );
}

const PANES = ['outline', ...VIEWS, 'details'] as const;
type Pane = (typeof PANES)[number];

/** On a phone there is one pane at a time; selecting something shows it. */
function OnePane({ network }: { readonly network: ImportedNetwork }) {
  const { view, params } = useAddress();
  const [aside, setAside] = useState<{ readonly pane: 'outline' | 'details' | null; readonly on: string | undefined }>({
    pane: null,
    on: params.on,
  });
  if (aside.on !== params.on) setAside({ pane: params.on === undefined ? null : 'details', on: params.on });
  const pane: Pane = aside.pane ?? view;
  const choose = (next: Pane) => {
    if (next === 'outline' || next === 'details') setAside({ pane: next, on: params.on });
    else {
      setAside({ pane: null, on: params.on });
      if (next !== view) go(next);
    }
  };
  return (
    <main className={css.phone}>
      <h1 className="visually-hidden">The real network</h1>
      <nav className={css.tabs} aria-label="Parts of the network">
        {PANES.map((each) => (
          <button key={each} type="button" aria-pressed={pane === each} onClick={() => choose(each)}>
            {each === 'outline' ? 'Outline' : each === 'details' ? 'Details' : LABELS[each]}
          </button>
        ))}
      </nav>
      {pane === 'outline' ? (
        <div className={css.scroll}>
          <Head network={network} />
          <Outline network={network} />
        </div>
      ) : pane === 'details' ? (
        <div className={css.scroll}>
          <Details />
        </div>
      ) : (
        <CurrentView network={network} />
      )}
    </main>
  );
}

function Head({ network }: { readonly network: ImportedNetwork }) {
  const { databases, datapaths, chassis, flows } = network;
  const switches = datapaths.filter(({ kind }) => kind !== 'router').length;
  const parts = [
    counted(switches, 'switch', 'switches'),
    counted(datapaths.length - switches, 'router'),
    ...(chassis.length === 0 ? [] : [counted(chassis.length, 'chassis', 'chassis')]),
    ...(flows === 0 ? [] : [counted(flows, 'logical flow')]),
  ];
  const release = databases.map((database) => database.release).find((each) => each !== null);
  const damage = databases.flatMap((database) => database.damage);
  return (
    <header className={css.head}>
      <div className={css.about}>
        <strong title={databases.map(({ path }) => path).join('\n')}>
          {databases.map(({ path }) => path.split('/').at(-1)).join(' + ')}
        </strong>
        <span className={css.note}>
          {release === undefined ? '' : `OVN ${release} · `}
          {parts.join(' · ')}
        </span>
        {databases.some(({ side }) => side === 'southbound') ? null : (
          <span className={css.note}>Without the southbound database there are no logical flows, and no traces.</span>
        )}
        {damage.map((text) => (
          <span key={text} className={css.bad}>
            {text}
          </span>
        ))}
      </div>
      <ChooseButton>Open…</ChooseButton>
    </header>
  );
}

function ViewTabs() {
  const { view } = useAddress();
  return (
    <nav className={css.tabs} aria-label="Views of the network">
      {VIEWS.map((each) => (
        <button key={each} type="button" aria-pressed={view === each} onClick={() => go(each)}>
          {LABELS[each]}
        </button>
      ))}
    </nav>
  );
}

function CurrentView({ network }: { readonly network: ImportedNetwork }) {
  const { view } = useAddress();
  return (
    <div className={css.view}>
      <Boundary name={LABELS[view]} of={view}>
        {view === 'graph' ? (
          <GraphPage network={network} />
        ) : view === 'trace' ? (
          <TracePage network={network} />
        ) : view === 'flows' ? (
          <FlowsPage network={network} />
        ) : view === 'tables' ? (
          <TablesPage />
        ) : (
          <ShowPage network={network} />
        )}
      </Boundary>
    </div>
  );
}

function useNarrow(width: number): boolean {
  const query = `(max-width: ${width}px)`;
  const [narrow, setNarrow] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const onChange = () => setNarrow(media.matches);
    media.addEventListener('change', onChange);
    return () => media.removeEventListener('change', onChange);
  }, [query]);
  return narrow;
}
