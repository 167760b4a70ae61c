/** The help of one part of the lab. */
import { Suspense, lazy } from 'react';
import type { ComponentType } from 'react';
import { useStore } from 'zustand';
import { dialogStore, openDialog, putAtPrompt } from '../actions';
import { partHelpStore } from '../commands';
import type { HelpedPart } from '../commands';
import { Button, Dialog } from '../kit';
import { useMirror } from '../state';
import css from './help.module.css';
import type { PartText } from './part';

type Text = ComponentType;

const texts = {
  trace: lazy(() => import('./parts/trace').then(shown)),
  traffic: lazy(() => import('./parts/traffic').then(shown)),
  checks: lazy(() => import('./parts/checks').then(shown)),
  pipeline: lazy(() => import('./parts/pipeline').then(shown)),
  match: lazy(() => import('./parts/match').then(shown)),
  openflow: lazy(() => import('./parts/openflow').then(shown)),
  databases: lazy(() => import('./parts/databases').then(shown)),
  openstack: lazy(() => import('./parts/openstack').then(shown)),
  timeline: lazy(() => import('./parts/timeline').then(shown)),
  log: lazy(() => import('./parts/log').then(shown)),
  terminal: lazy(() => import('./parts/terminal').then(shown)),
  graph: lazy(() => import('./parts/graph').then(shown)),
  outline: lazy(() => import('./parts/outline').then(shown)),
  details: lazy(() => import('./parts/details').then(shown)),
} satisfies Record<HelpedPart, Text>;

function shown({ text }: { readonly text: PartText }): { readonly default: Text } {
  return { default: () => <TextOf text={text} /> };
}

export function PartHelp() {
  const part = useStore(partHelpStore, (s) => s.part);
  const open = useStore(dialogStore, (s) => s.open === 'part-help');
  const Text = texts[part];
  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => openDialog(stays ? 'part-help' : null)}
      wide
      title={`Help: ${titles[part]}`}
      description="What this part is, where it is in real OVN, and what is simplified here."
    >
      <Suspense fallback={<p aria-busy="true">Loading…</p>}>
        <Text />
      </Suspense>
    </Dialog>
  );
}

const titles: Readonly<Record<HelpedPart, string>> = {
  trace: 'Trace',
  traffic: 'Traffic',
  checks: 'Checks',
  pipeline: 'Pipeline',
  match: 'Match',
  openflow: 'OpenFlow',
  databases: 'Databases',
  openstack: 'OpenStack',
  timeline: 'Timeline',
  log: 'Log',
  terminal: 'Terminal',
  graph: 'Graph',
  outline: 'Outline',
  details: 'Details',
};

function TextOf({ text: { what, where, prints, simplified } }: { readonly text: PartText }) {
  const bindings = useMirror((m) => m.scenario.bindingTable);
  const type = (line: string) => {
    openDialog(null);
    // After the dialog has given the focus back, which the prompt takes.
    requestAnimationFrame(() => putAtPrompt(line));
  };
  return (
    <div className={css.text}>
      <h3>What is this?</h3>
      {what}
      <h3>Where is it in real OVN?</h3>
      {where}
      <h3>Which command prints it?</h3>
      {prints.length === 0 ? (
        <p>None: it is this page’s own.</p>
      ) : (
        <ul className={css.commands}>
          {prints.map(({ line, says }) => (
            <li key={line}>
              <code>{inRelease(line, bindings)}</code>
              <span>{says}</span>
              <Button aria-label={`Type it in the terminal: ${line}`} onClick={() => type(inRelease(line, bindings))}>
                Type it in the terminal
              </Button>
            </li>
          ))}
        </ul>
      )}
      <h3>What is simplified?</h3>
      {simplified}
    </div>
  );
}

/** The help calls the table of bindings as the first release did; here it goes by the name of this one. */
function inRelease(line: string, bindings: string): string {
  return bindings === '' ? line : line.replace(/\bBindings\b/, bindings);
}
