/** Scenarios as files, and the last thing that can be saved when little else works. */
import { engine, engineStore } from '../bridge';
import { mirrorStore } from '../state';
import { open } from './actions';
import { heldDocument, noteDocument } from './held';
import { say } from './notices';
import { offer } from './offered';
import { leaveLink } from './place';
import { isOfRealNetwork, openReal } from './real';

export function saveText(name: string, text: string, type = 'application/json'): void {
  saveBlob(name, new Blob([text], { type }));
}

function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
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

/** A kept scenario as it is now. */
export async function saveEntry(name: string, entry: string): Promise<void> {
  const text = await engine().keptDocument(entry);
  if (text.ok) saveText(fileName(name), text.value);
  else say(text.error.message, 'bad');
}

/** All of them in one archive; `tell` hears how many are written. */
export async function saveAll(
  entries: readonly { readonly id: string; readonly name: string }[],
  tell: (done: number) => void,
): Promise<void> {
  const { strToU8, zipSync } = await import('fflate');
  const files: Record<string, Uint8Array> = {};
  const left: string[] = [];
  for (const [index, { id, name }] of entries.entries()) {
    const text = await engine().keptDocument(id);
    if (text.ok) files[freeName(fileName(name), files)] = strToU8(text.value);
    else left.push(name);
    tell(index + 1);
  }
  saveBlob('my-scenarios.zip', new Blob([Uint8Array.from(zipSync(files))], { type: 'application/zip' }));
  if (left.length > 0) say(`Not in the archive, because they cannot be opened: ${left.join(', ')}`, 'bad');
}

function freeName(name: string, taken: Readonly<Record<string, unknown>>): string {
  let free = name;
  for (let n = 2; free in taken; n += 1) free = name.replace(/\.ovn\.json$/, `-${n}.ovn.json`);
  return free;
}

/** One state of a kept scenario, also one that cannot be opened. */
export async function saveKept(name: string, entry: string, state: number): Promise<void> {
  const text = await engine().keptFile(entry, state);
  if (text.ok) saveText(fileName(name), text.value);
  else say(text.error.message, 'bad');
}

/** Bytes; a larger file is for other tools. */
const LARGEST = 64 * 1024 * 1024;

/**
 * A scenario is opened; of anything else it is said what it holds, with places to put it.
 * True when it was taken; a bad file changes nothing, and `tell` is told what is wrong with it.
 */
export async function openFile(
  file: File,
  tell: (text: string) => void = (text) => say(text, 'bad'),
): Promise<boolean> {
  let json: string;
  try {
    if (!saysScenario(file.name, await file.slice(0, 4096).text())) {
      if (file.size <= LARGEST) offer({ content: new Uint8Array(await file.arrayBuffer()), name: file.name });
      else tell(`${file.name} is larger than ${LARGEST / 1024 / 1024} MB.`);
      return file.size <= LARGEST;
    }
    json = await file.text();
  } catch {
    tell(`${file.name} cannot be read.`);
    return false;
  }
  const about = (text: string) => tell(`${file.name} was not opened. ${text}`);
  if ((await open({ kind: 'document', json }, { origin: `file:${file.name}`, tell: about })) === null) return false;
  leaveLink();
  say(`${file.name} is open`, 'quiet');
  return true;
}

/** By its beginning; a file that is called JSON and is none is meant as a scenario too. */
function saysScenario(name: string, beginning: string): boolean {
  const isJson = /^\s*[{[]/.test(beginning);
  if (/\.ovn\.json$/i.test(name) || (!isJson && /\.json$/i.test(name))) return true;
  return isJson && /"v"\s*:\s*\d/.test(beginning);
}

/** Asks for files and opens them. */
export function chooseFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.addEventListener('change', () => void openFiles(Array.from(input.files ?? [])));
  input.click();
}

/** Several files, and those that hold databases, are of a real OVN; any other one is opened as `openFile` does. */
export async function openFiles(files: readonly File[]): Promise<void> {
  const [file] = files;
  if (file === undefined) return;
  let isReal = files.length > 1;
  try {
    isReal ||= await isOfRealNetwork(file);
  } catch {
    say(`${file.name} cannot be read.`, 'bad');
    return;
  }
  if (isReal) openReal(files);
  else await openFile(file);
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

/** The scenario's name as a file's: `office-with-acls.ovn.json`. */
export function fileName(name: string): string {
  const safe = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}._]+/gu, '-')
    .slice(0, 60)
    .replace(/^[-.]+|[-.]+$/g, '');
  return `${safe === '' ? 'scenario' : safe}.ovn.json`;
}
