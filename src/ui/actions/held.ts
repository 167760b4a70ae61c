/**
 * Where the browser keeps nothing, the page itself holds the last document, so that
 * a lost engine is not a lost scenario. Costs nothing while the browser keeps it.
 */
import { engine, engineStore } from '../bridge';
import { mirrorStore } from '../state';
import { unlessReplaced } from './opening';

/** How long nothing must change before a document is asked for, in milliseconds. */
const QUIET = 1000;

let held: string | null = null;

export function heldDocument(): string | null {
  return held;
}

export function holdWhatIsNotKept(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    clearTimeout(timer);
    if (engineStore.getState().keeping?.state !== 'unkept') return;
    timer = setTimeout(() => void hold(), QUIET);
  };
  mirrorStore.subscribe(later);
  engineStore.subscribe((now, before) => {
    if (now.keeping?.state === 'kept') held = null;
    if (now.keeping !== before.keeping) later();
  });
}

async function hold(): Promise<void> {
  if (engineStore.getState().phase !== 'running') return;
  const json = await unlessReplaced(engine().document());
  if (json !== undefined) noteDocument(json);
}

/** A document that was made for another reason serves as well. */
export function noteDocument(json: string): void {
  if (engineStore.getState().keeping?.state === 'unkept') held = json;
}
