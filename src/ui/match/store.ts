/** The lab's state with its history, and what the worker last said about it. */
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { say } from '../actions';
import {
  decodeMatchLink,
  encodeMatchLink,
  MatchClient,
  matchStateJson,
  readMatchState,
  type LabPort,
  type MatchAnalysis,
  type MatchState,
  type TestPacket,
} from '../bridge';
// Not by the bridge's own door: what stands there is loaded with the first screen.
import { readMatchAddress, writeMatchAddress } from '../bridge/match-address';
import { mirrorStore } from '../state';
import { begin, goTo, push, stateOf, type History } from './history';
import { EMPTY_STATE, EXAMPLES } from './presets';
import { contextOf } from './sets';
import { createView } from './view';

export interface Lab {
  readonly history: History;
  readonly state: MatchState;
  readonly analysis: MatchAnalysis | null;
  /** The worker has been at it for a while. */
  readonly working: boolean;
  readonly stopped: boolean;
  /** Children of one junction that the trees show; undefined for some dozens. */
  readonly shown: number | undefined;
}

const STORAGE_KEY = 'ovn-playground.match';
const BUSY_AFTER = 250;

const first = kept() ?? EXAMPLES[0]?.state ?? EMPTY_STATE;

export const labStore = createStore<Lab>(() => ({
  history: begin(first),
  state: first,
  analysis: null,
  working: false,
  stopped: false,
  shown: undefined,
}));

export const client = new MatchClient();

type Reader = (text: string, plainly: () => void) => void;
let reader: Reader = (_, plainly) => plainly();

/** Says who reads what is pasted into the editor. */
export function readPastesWith(read: Reader): void {
  reader = read;
}

/** The page's expression, for the parts that the lab's pane has too. */
export const pageView = createView(
  client,
  first.text,
  (text) => change({ text }, 'Expression'),
  (text, plainly) => reader(text, plainly),
);

labStore.subscribe(({ state: { text }, analysis }) => {
  const shown = pageView.store.getState();
  if (shown.text !== text || shown.analysis !== analysis) pageView.store.setState({ text, analysis });
});

export const useLab = <T>(select: (lab: Lab) => T): T => useStore(labStore, select);

export function addressSetNames(): readonly string[] {
  return labStore.getState().state.addressSets.map(({ name }) => name);
}

/** Changes the state; `label` says what changed, for the history. */
export function change(part: Partial<MatchState>, label: string): void {
  const { history, state } = labStore.getState();
  const next = { ...state, ...part };
  labStore.setState({ history: push(history, next, label, performance.now()), state: next });
}

export function travel(position: number): void {
  const history = goTo(labStore.getState().history, position);
  labStore.setState({ history, state: stateOf(history) ?? EMPTY_STATE });
}

export function travelBy(steps: number): void {
  travel(labStore.getState().history.position + steps);
}

export function addPacket(packet: Omit<TestPacket, 'id'>): void {
  const { packets } = labStore.getState().state;
  const numbers = packets.map(({ id }) => Number(/^p(\d+)$/.exec(id)?.[1] ?? 0));
  const id = `p${Math.max(0, ...numbers) + 1}`;
  change({ packets: [...packets, { id, ...packet }], focus: id }, 'Add a packet');
}

/** More children in the trees, some hundreds at a time. */
export function showMore(): void {
  labStore.setState({ shown: (labStore.getState().shown ?? 0) + 600 });
}

export function stop(): void {
  client.cancel();
  labStore.setState({ working: false, stopped: true });
}

let ports: readonly LabPort[] = [];

export function scenarioPorts(): readonly LabPort[] {
  const found = mirrorStore
    .getState()
    .model.switches.flatMap((sw) =>
      sw.ports.map((port, index) => ({ name: port.name, key: port.tunnelKey ?? index + 1 })),
    );
  // The same list again keeps its identity, so that nothing is compiled for nothing.
  if (JSON.stringify(found) !== JSON.stringify(ports)) ports = found;
  return ports;
}

/** Starts computing and keeping; gives the way to stop. */
export function start(): () => void {
  let context = '';
  let asked: (Pick<MatchState, 'text' | 'packets' | 'focus'> & Pick<Lab, 'shown'>) | undefined;
  const refresh = () => {
    const { state, shown } = labStore.getState();
    const next = contextOf(state, scenarioPorts());
    const key = JSON.stringify(next);
    const sameContext = key === context;
    if (!sameContext) {
      context = key;
      client.setContext(next);
    }
    const same =
      asked?.text === state.text &&
      asked.packets === state.packets &&
      asked.focus === state.focus &&
      asked.shown === shown;
    if (sameContext && same) return;
    asked = { text: state.text, packets: state.packets, focus: state.focus, shown };
    void analyse(state, shown);
  };
  refresh();
  saved = undefined;
  keep();
  const stops = [labStore.subscribe(refresh), mirrorStore.subscribe(refresh), labStore.subscribe(keep)];
  return () => {
    for (const end of stops) end();
  };
}

async function analyse({ text, packets, focus }: MatchState, shown: number | undefined): Promise<void> {
  const timer = setTimeout(() => labStore.setState({ working: true }), BUSY_AFTER);
  try {
    const analysis = await client.analyse({ text, packets, focus, ...(shown === undefined ? {} : { shown }) });
    if (analysis !== undefined) labStore.setState({ analysis, working: false, stopped: false });
  } catch (thrown) {
    // A mistake of ours, or no memory left: the page goes on, and says so.
    labStore.setState({ working: false, stopped: true });
    say(`The match compiler failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`, 'bad');
  } finally {
    clearTimeout(timer);
  }
}

/** Characters of a list of rules that a link still holds. */
const LISTED_IN_LINK = 200_000;

/** False for a list that is too long for a link, which then holds the expression alone. */
export function fitsLink({ rules }: MatchState): boolean {
  let length = 0;
  for (const { match, action } of rules) length += match.length + action.length + 120;
  return length <= LISTED_IN_LINK;
}

/** Characters of an address that anything takes: up to there it is one that people can read. */
const READABLE_AT_MOST = 1_500;

/** The address of what is in the editor now. */
export async function matchAddress(): Promise<string> {
  return new URL(await linkOf(labStore.getState().state), location.href).href;
}

/** The link to exactly this, readable where that says all of it, with the ports in it, so that it means the same everywhere. */
export async function linkOf(state: MatchState): Promise<string> {
  const held = fitsLink(state) ? state : { ...state, rules: [], rule: null };
  const whole = { ...held, ports: state.ports ?? scenarioPorts() };
  const readable = writeMatchAddress(whole);
  if (readable !== undefined && readable.length <= READABLE_AT_MOST) return `#/match?${readable}`;
  const packed = `m=${await encodeMatchLink(whole)}`;
  return `#/match?${readable !== undefined && readable.length <= packed.length ? readable : packed}`;
}

let written = '';
let timer: ReturnType<typeof setTimeout> | undefined;
let saved: MatchState | undefined;

function keep(): void {
  const { state } = labStore.getState();
  if (state === saved) return;
  saved = state;
  clearTimeout(timer);
  timer = setTimeout(() => {
    try {
      localStorage.setItem(STORAGE_KEY, matchStateJson(state));
    } catch {
      // A browser that keeps nothing still has the link.
    }
    void linkOf(state).then((link) => {
      if (!location.hash.startsWith('#/match') || saved !== state) return;
      written = link;
      history.replaceState(history.state, '', link);
    });
  }, 300);
}

/** Opens what an address carries: a whole state, or an expression from the inspector. */
export async function openAddress(params: ReadonlyMap<string, string>): Promise<void> {
  const payload = params.get('m');
  const expression = params.get('x');
  if (expression !== undefined) {
    const state: MatchState = { ...EMPTY_STATE, text: expression, symbols: '2015', ports: null };
    change(state, 'From the lab');
    return;
  }
  if (location.hash === written || (payload === undefined && params.size === 0)) return;
  const read = payload === undefined ? readMatchAddress(params) : await decodeMatchLink(payload);
  if (read.ok) change(read.value, 'Open a link');
  else say(`${read.error.message} ${read.error.hint ?? ''} Your last expression is shown instead.`, 'bad');
}

function kept(): MatchState | undefined {
  try {
    const read = readMatchState(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null'));
    return read.ok ? read.value : undefined;
  } catch {
    return undefined;
  }
}
