/** The command palette: every command with its key, and everything that has a name. */
import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import { useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { mirrorStore, playerStore, selectionStore } from '../state';
import { allCommands } from './all-commands';
import { commandItem, paletteGroups } from './palette-items';
import type { PaletteItem } from './palette-items';
import { useDeployment, useRows, useSources } from './palette-sources';
import css from './palette.module.css';

export function Palette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState('');
  const wanted = useRef<PaletteItem | null>(null);
  const opener = useRef<Element>(null);
  const own = useCommands();
  const deployment = useDeployment();
  const sources = useSources();
  const found = useRows(text);
  const rows = useMemo(() => found.filter((row) => !isAmong(deployment, row)), [found, deployment]);
  const groups = useMemo(
    () => paletteGroups([...own, ...deployment, ...sources, ...rows], text),
    [own, deployment, sources, rows, text],
  );
  const shown = groups.flatMap(({ items }) => items).filter(({ why }) => (why ?? null) === null);
  const value = shown.some(({ id }) => id === chosen) ? chosen : (shown[0]?.id ?? '');
  const choose = (item: PaletteItem) => {
    wanted.current = item;
    onOpenChange(false);
  };
  // What was chosen is done once the focus is back where it was: a dialog that it opens gives it back there.
  const afterwards = (event: Event) => {
    event.preventDefault();
    if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
    const item = wanted.current;
    wanted.current = null;
    if (item) queueMicrotask(() => void item.run());
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={css.overlay} />
        <Dialog.Content
          className={css.content}
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
          }}
          onCloseAutoFocus={afterwards}
        >
          <Dialog.Title className="visually-hidden">Commands</Dialog.Title>
          <Command
            className={css.palette ?? ''}
            label="Commands"
            shouldFilter={false}
            loop
            value={value}
            onValueChange={setChosen}
          >
            <Command.Input
              value={text}
              onValueChange={(next) => {
                setText(next);
                setChosen('');
              }}
              placeholder="Go to, open, send, undo …"
              className={css.input}
            />
            <Command.List className={css.list}>
              <Command.Empty className={css.empty}>
                Nothing has that name. Names, MAC and IP addresses, and the first four characters of a UUID are found.
              </Command.Empty>
              {groups.map(({ title, items }) => (
                <Command.Group key={title} heading={title}>
                  {items.map((item) => (
                    <Line key={item.id} item={item} onChoose={() => choose(item)} />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** True for a row that is listed as what it stands for already. */
function isAmong(items: readonly PaletteItem[], { ids = [] }: PaletteItem): boolean {
  return items.some((item) => ids.every((id) => item.ids?.includes(id) === true));
}

function Line({ item, onChoose }: { readonly item: PaletteItem; readonly onChoose: () => void }) {
  const why = item.why ?? null;
  const aside = why ?? item.aside;
  return (
    <Command.Item
      value={item.id}
      disabled={why !== null}
      data-id={item.id}
      data-names={item.buttons?.join('\n')}
      onSelect={onChoose}
    >
      <span className={css.name}>{item.name}</span>
      {aside === undefined ? null : <span className={css.aside}>{aside}</span>}
      {item.key === undefined ? null : <kbd className={css.key}>{item.key}</kbd>}
    </Command.Item>
  );
}

/** The commands, and whether each can be done. */
function useCommands(): readonly PaletteItem[] {
  const reasons = useSyncExternalStore(watchStores, reasonsNow);
  return useMemo(() => {
    const why = reasons.split('\n');
    return allCommands.map((command, index) => commandItem(command, why[index] || null));
  }, [reasons]);
}

/** Why each command cannot be done now, a line each; an empty one where it can. One text, so that equal is the same. */
function reasonsNow(): string {
  return allCommands.map(({ unless }) => unless?.() ?? '').join('\n');
}

/** What the commands ask for their reasons. */
function watchStores(changed: () => void): () => void {
  const stops = [mirrorStore, playerStore, selectionStore].map((store) => store.subscribe(changed));
  return () => {
    for (const stop of stops) stop();
  };
}
