/** The command palette: every place, pane, scenario, packet and object by name. */
import { Command } from 'cmdk';
import { useMemo, useState } from 'react';
import {
  chooseFile,
  goToPlace,
  openDialog,
  openGallery,
  redo,
  saveScenario,
  sendPacket,
  undo,
  useGallery,
} from '../actions';
import { PANES, machineKey, northboundKey, select, setPreference, useMirror, usePlayer } from '../state';
import type { NetworkModel } from '../bridge';
import type { PaneId } from '../state';
import css from './palette.module.css';

export function Palette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const model = useMirror((m) => m.model);
  const packets = useMirror((m) => m.scenario.packets);
  const gallery = useGallery();
  const hasTrace = usePlayer((p) => p.trace !== null);
  const [text, setText] = useState('');
  const found = useMemo(() => (open ? named(model, text) : []), [open, model, text]);
  const close = (stays: boolean) => {
    if (!stays) setText('');
    onOpenChange(stays);
  };
  const act = (action: () => unknown) => () => {
    close(false);
    action();
  };
  return (
    <Command.Dialog
      open={open}
      onOpenChange={close}
      label="Commands"
      className={css.palette ?? ''}
      overlayClassName={css.overlay ?? ''}
      contentClassName={css.content ?? ''}
    >
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder="Go to, open, send, undo …"
        className={css.input}
      />
      <Command.List className={css.list}>
        <Command.Empty className={css.empty}>Nothing has that name.</Command.Empty>
        {hasTrace ? (
          <Command.Group heading="Trace">
            <Command.Item onSelect={act(() => askAboutTrace('what-if'))}>What if…</Command.Item>
            <Command.Item onSelect={act(() => askAboutTrace('before-after'))}>Compare before and after</Command.Item>
          </Command.Group>
        ) : null}
        <Command.Group heading="Go to">
          <Command.Item onSelect={act(() => goToPlace('lab'))}>Lab</Command.Item>
          <Command.Item onSelect={act(() => goToPlace('match'))}>Match lab</Command.Item>
          <Command.Item onSelect={act(() => goToPlace('learn'))}>Lessons</Command.Item>
          <Command.Item onSelect={act(() => goToPlace('right'))}>How right is it?</Command.Item>
          <Command.Item onSelect={act(() => openDialog('releases'))}>What differs between the releases</Command.Item>
          {PANES.map((pane) => (
            <Command.Item key={pane.id} onSelect={act(() => showPane(pane.id))}>
              Pane: {pane.label}
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading="Send">
          {packets.map((packet) => (
            <Command.Item
              key={packet.id}
              value={`send ${packet.name} ${packet.id}`}
              onSelect={act(() => void sendPacket(packet.id))}
            >
              Send “{packet.name}”
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading="Select">
          {found.map(({ key, kind, name, uuid }) => (
            <Command.Item key={uuid} value={`${kind} ${name} ${uuid}`} onSelect={act(() => selectInLab(key))}>
              {kind === 'switch' ? 'Switch' : 'Port'} {name}
            </Command.Item>
          ))}
          {model.machines.map((machine) => (
            <Command.Item key={machine.name} onSelect={act(() => selectInLab(machineKey(machine.name)))}>
              Hypervisor {machine.name}
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading="Open">
          <Command.Item onSelect={act(() => openDialog('new-scenario'))}>New scenario…</Command.Item>
          <Command.Item onSelect={act(() => openDialog('kept'))}>My scenarios (what was open before)</Command.Item>
          <Command.Item onSelect={act(chooseFile)}>Open a file…</Command.Item>
          <Command.Item onSelect={act(() => void saveScenario())}>Save as a file</Command.Item>
          <Command.Item onSelect={act(() => openDialog('share'))}>Share a link</Command.Item>
          {gallery.map((entry) => (
            <Command.Item key={entry.id} onSelect={act(() => void openGallery(entry.id))}>
              {entry.title}
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading="Change">
          <Command.Item onSelect={act(() => void undo())}>Undo</Command.Item>
          <Command.Item onSelect={act(() => void redo())}>Redo</Command.Item>
          <Command.Item onSelect={act(() => setPreference({ theme: 'light' }))}>Light theme</Command.Item>
          <Command.Item onSelect={act(() => setPreference({ theme: 'dark' }))}>Dark theme</Command.Item>
          <Command.Item onSelect={act(() => setPreference({ theme: 'system' }))}>Theme of the system</Command.Item>
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
}

/** The list looks through what it is given: of a large network, only what has all the words that were typed. */
const MOST = 200;

function named({ switches }: NetworkModel, text: string) {
  const all = switches.flatMap((sw) => [
    { key: northboundKey(sw.uuid), kind: 'switch' as const, name: sw.name, uuid: sw.uuid },
    ...sw.ports.map(({ uuid, name }) => ({ key: northboundKey(uuid), kind: 'port' as const, name, uuid })),
  ]);
  if (all.length <= MOST) return all;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return all
    .filter(({ kind, name }) => words.every((word) => `${kind} ${name}`.toLowerCase().includes(word)))
    .slice(0, MOST);
}

function showPane(pane: PaneId): void {
  goToPlace('lab');
  setPreference({ pane, sheet: 'panes' });
}

function askAboutTrace(dialog: 'what-if' | 'before-after'): void {
  goToPlace('lab');
  openDialog(dialog);
}

function selectInLab(key: string): void {
  goToPlace('lab');
  select(key);
}
