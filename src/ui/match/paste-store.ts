/** What was pasted and not put anywhere yet. */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { say, type ForMatch } from '../actions';
import type { NamedSet, PasteReading, ProjectRule } from '../bridge';
import { DeskClient } from '../bridge/match-desk-client';
import { understoodWords } from '../pasted';
import { change, labStore } from './store';

export interface Pasted {
  /** Open with nothing read yet: a place to paste to. */
  readonly open: boolean;
  readonly reading: PasteReading | null;
  readonly busy: boolean;
  /** What is or was read. */
  readonly source: string | Uint8Array;
}

const CLOSED: Pasted = { open: false, reading: null, busy: false, source: '' };
export const pasteStore = createStore<Pasted>(() => CLOSED);
export const usePasted = <T>(select: (pasted: Pasted) => T): T => useStore(pasteStore, select);

/** Apart from the one that judges the list, which is ended when the list changes. */
const desk = new DeskClient();

let newest = 0;

/** Reads a text and shows what is in it; a plain match, or nothing that is known, is handed to `plainly` instead. */
export async function readPasted(pasted: string | Uint8Array, plainly?: () => void): Promise<void> {
  const mine = ++newest;
  pasteStore.setState({ ...pasteStore.getState(), busy: true, source: pasted });
  try {
    const reading = await desk.read(pasted);
    if (mine !== newest) return;
    if (plainly !== undefined && (reading.isPlain || isNothing(reading))) {
      pasteStore.setState(CLOSED);
      plainly();
      return;
    }
    pasteStore.setState({ open: true, reading, busy: false, source: pasted });
  } catch (thrown) {
    pasteStore.setState(CLOSED);
    say(`What was pasted could not be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`, 'bad');
  }
}

/** What was looked at already: all of it goes to its place, unless a set needs a name first. */
export async function takeForMatch({ content, placed }: ForMatch): Promise<void> {
  await readPasted(content);
  const { reading } = pasteStore.getState();
  if (placed && reading?.sets.every(({ name }) => name !== null) === true) placeAll(reading, []);
}

/** Ends the reading under way. */
export function stopReading(): void {
  desk.end();
  closePaste();
}

export function openPaste(): void {
  pasteStore.setState({ ...CLOSED, open: true });
}

export function closePaste(): void {
  newest++;
  pasteStore.setState(CLOSED);
}

function isNothing(reading: PasteReading): boolean {
  return understoodWords(reading) === '';
}

/** Everything to the place that it is for. `named` are names for sets that have none, in their order. */
export function placeAll(reading: PasteReading, named: readonly string[]): void {
  const { state } = labStore.getState();
  const [first] = reading.matches;
  const rules = reading.rules;
  const packets = reading.packets.map((packet, index) => ({
    id: `paste${Date.now()}-${index}`,
    name: '',
    inport: '',
    outport: '',
    ...packet,
  }));
  change(
    {
      addressSets: withSets(state.addressSets, setsIn(reading, named)),
      portGroups: withSets(state.portGroups, groupsIn(reading)),
      templates: withSets(state.templates, templatesIn(reading)),
      ...(packets.length === 0 ? {} : { packets: [...state.packets, ...packets], focus: packets[0]?.id ?? null }),
      ...listed(rules, []),
      ...(rules.length === 0 && first !== undefined ? { text: first.text, rule: null } : {}),
    },
    'Paste',
  );
  say(`Put in its place: ${understoodWords({ ...reading, commands: 0, scenarios: [], network: null })}.`);
  closePaste();
}

/** The list with these rules after others; the first of them is what the editor shows. */
export function listed(rules: readonly ProjectRule[], before: readonly ProjectRule[]) {
  const [first] = rules;
  return first === undefined ? {} : { rules: [...before, ...rules], rule: before.length, text: first.match };
}

export function setsIn(reading: PasteReading, named: readonly string[]): readonly NamedSet[] {
  let unnamed = 0;
  return reading.sets.map(({ name, members }) => ({
    name: name ?? named[unnamed++] ?? 'set1',
    members: members.join(' '),
  }));
}

export function groupsIn(reading: PasteReading): readonly NamedSet[] {
  return reading.groups.map(({ name, ports }) => ({ name, members: ports.join(' ') }));
}

export function templatesIn(reading: PasteReading): readonly NamedSet[] {
  return reading.templates.map(({ name, value }) => ({ name, members: value }));
}

/** New sets replace those of the same name. */
export function withSets(known: readonly NamedSet[], added: readonly NamedSet[]): readonly NamedSet[] {
  const names = new Map([...known, ...added].map((set) => [set.name, set]));
  return added.length === 0 ? known : [...names.values()];
}
