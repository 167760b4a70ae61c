/**
 * What this browser keeps of scenarios: the one that is open, and the one that was
 * open before it was replaced, so that opening a link or starting afresh loses nothing.
 */
import { openDB } from 'idb';

export type KeptScenario = 'current' | 'previous';

const database = () =>
  openDB('ovn-playground', 1, {
    upgrade: (db) => {
      db.createObjectStore('documents');
    },
  });

/** Undefined when there is none; a private window keeps nothing. */
export async function readKept(which: KeptScenario): Promise<string | undefined> {
  try {
    const kept: unknown = await (await database()).get('documents', which);
    return typeof kept === 'string' ? kept : undefined;
  } catch {
    return undefined;
  }
}

export async function writeKept(which: KeptScenario, json: string): Promise<void> {
  try {
    await (await database()).put('documents', json, which);
  } catch {
    // Where nothing can be kept, the link still carries everything.
  }
}
