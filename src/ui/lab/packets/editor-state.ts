/** The editor's past: every change can be undone, typing in one field counts as one change. */
import type { Draft } from './draft';

export interface EditorState {
  readonly draft: Draft;
  readonly past: readonly Draft[];
  readonly future: readonly Draft[];
  /** What the last change was to; the next one to the same joins it. */
  readonly tag: string | null;
}

/** More than anybody takes back. */
const MOST = 200;

export function startEditing(draft: Draft): EditorState {
  return { draft, past: [], future: [], tag: null };
}

export function changed(state: EditorState, draft: Draft, tag: string | null = null): EditorState {
  if (tag !== null && tag === state.tag) return { ...state, draft, future: [] };
  return { draft, past: [...state.past, state.draft].slice(-MOST), future: [], tag };
}

export function undone(state: EditorState): EditorState {
  const draft = state.past.at(-1);
  if (!draft) return state;
  return { draft, past: state.past.slice(0, -1), future: [state.draft, ...state.future], tag: null };
}

export function redone(state: EditorState): EditorState {
  const [draft, ...future] = state.future;
  return draft ? { draft, past: [...state.past, state.draft], future, tag: null } : state;
}
