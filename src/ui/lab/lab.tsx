/**
 * The lab: outline, graph above panes, inspector. Narrow screens show the graph
 * first; everything else comes as a sheet from below.
 */
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useStore } from 'zustand';
import { dialogStore, openDialog } from '../actions';
import { setPreference, useLayout, usePreferences } from '../state';
import type { Preferences } from '../state';
import { BesideLab } from './beside-lab';
import { EntityMenuHost } from './entity-menu';
import css from './lab.module.css';
import { Boundary } from '../safety';
import { Panes } from './panes';
import { CanvasPart, InspectorPart, OutlinePart } from './parts';
import { WhatIfDialogs } from './what-if';

/** `beside` a text there are two columns at most: graph and panes, the rest lies over the graph when it is wanted. */
export function Lab({ beside = false }: { readonly beside?: boolean }) {
  const narrow = useLayout((layout) => layout.phone);
  return (
    <>
      {narrow ? <NarrowLab /> : beside ? <BesideLab /> : <WideLab />}
      <Boundary name="The menu">
        <EntityMenuHost />
      </Boundary>
      <WhatIfPart />
    </>
  );
}

function WideLab() {
  return (
    <main className={css.lab}>
      <h1 className="visually-hidden">The lab</h1>
      <Group orientation="horizontal">
        <Panel id="outline" defaultSize="16%" minSize={150} collapsible>
          <div className={`${css.side ?? ''} ${css.left ?? ''}`}>
            <OutlinePart />
          </div>
        </Panel>
        <Separator className={`${css.separator ?? ''} ${css.vertical ?? ''}`} />
        <Panel id="center" defaultSize="62%" minSize={320}>
          <Group orientation="vertical" className={css.center}>
            <Panel id="graph" defaultSize="52%" minSize={140}>
              <CanvasPart />
            </Panel>
            <Separator className={`${css.separator ?? ''} ${css.horizontal ?? ''}`} />
            <Panel id="panes" defaultSize="48%" minSize={80}>
              <Panes />
            </Panel>
          </Group>
        </Panel>
        <Separator className={`${css.separator ?? ''} ${css.vertical ?? ''}`} />
        <Panel id="inspector" defaultSize="22%" minSize={220} collapsible>
          <div className={`${css.side ?? ''} ${css.right ?? ''}`}>
            <InspectorPart />
          </div>
        </Panel>
      </Group>
    </main>
  );
}

function WhatIfPart() {
  const dialog = useStore(dialogStore, (s) => s.open);
  return (
    <Boundary name="The dialog" of={dialog ?? ''} onClose={() => openDialog(null)}>
      <WhatIfDialogs />
    </Boundary>
  );
}

const dock: readonly { readonly sheet: Preferences['sheet']; readonly label: string }[] = [
  { sheet: 'none', label: 'Graph' },
  { sheet: 'panes', label: 'Panes' },
  { sheet: 'outline', label: 'Outline' },
  { sheet: 'inspector', label: 'Details' },
];

function NarrowLab() {
  const sheet = usePreferences((p) => p.sheet);
  return (
    <main className={css.narrow}>
      <h1 className="visually-hidden">The lab</h1>
      <CanvasPart />
      {sheet === 'none' ? null : (
        <div className={css.sheet}>
          {sheet === 'panes' ? (
            <Panes />
          ) : (
            <div className={css.side}>{sheet === 'outline' ? <OutlinePart /> : <InspectorPart />}</div>
          )}
        </div>
      )}
      <nav className={css.dock} aria-label="Parts of the lab">
        {dock.map((item) => (
          <button
            key={item.sheet}
            type="button"
            className={css.dockButton}
            aria-pressed={sheet === item.sheet}
            onClick={() => setPreference({ sheet: item.sheet })}
          >
            {item.label}
          </button>
        ))}
      </nav>
    </main>
  );
}
