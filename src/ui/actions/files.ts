/** Scenarios as files, and the last thing that can be saved when little else works. */
import { engine, engineStore } from '../bridge';
import { mirrorStore } from '../state';
import { open } from './actions';
import { heldDocument, noteDocument } from './held';
import { say } from './notices';
import { leaveLink } from './place';

export function saveText(name: string, text: string, type = 'application/json'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(url);
}

/** The open scenario. */
export async function saveScenario(): Promise<void> {
  const json = await engine().document();
  noteDocument(json);
  saveText(fileName(mirrorStore.getState().scenario.name), json);
}

/** One state of a kept scenario, also one that cannot be opened. */
export async function saveKept(name: string, entry: string, state: number): Promise<void> {
  const text = await engine().keptFile(entry, state);
  if (text.ok) saveText(fileName(name), text.value);
  else say(text.error.message, 'bad');
}

/** True when it was opened; a bad file changes nothing, and `tell` is told what is wrong with it. */
export async function openFile(
  file: File,
  tell: (text: string) => void = (text) => say(text, 'bad'),
): Promise<boolean> {
  let json: string;
  try {
    json = await file.text();
  } catch {
    tell(`${file.name} cannot be read.`);
    return false;
  }
  const about = (text: string) => tell(`${file.name} was not opened. ${text}`);
  if ((await open({ kind: 'document', json }, false, about)) === null) return false;
  leaveLink();
  say(`${file.name} is open`, 'quiet');
  return true;
}

/** Asks for a file and opens it. */
export function chooseFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json';
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) void openFile(file);
  });
  input.click();
}

/** How long the engine may take to give the document before an older one is saved, in milliseconds. */
const PATIENCE = 5000;

/** Saves the newest document that can still be had; false when there is none. */
export async function saveLastDocument(): Promise<boolean> {
  const { name } = mirrorStore.getState().scenario;
  const fresh = engineStore.getState().phase === 'running' ? await within(PATIENCE, engine().document()) : undefined;
  const json = fresh ?? heldDocument();
  if (json !== null) saveText(fileName(name), json);
  return json !== null;
}

async function within<T>(milliseconds: number, answer: Promise<T>): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } catch {
    return undefined;
  }
}

/** The scenario's name without what file systems refuse. */
export function fileName(name: string): string {
  const safe = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._ -]+/gu, ' ')
    .trim()
    .slice(0, 60);
  return `${safe === '' ? 'scenario' : safe}.ovn.json`;
}
