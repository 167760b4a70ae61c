/**
 * A command whose deed belongs to a part of the page: the part is opened, and its
 * button pressed. So it does exactly what the button does, and no part must be known here.
 */
import { goToPlace, placeStore, say } from '../actions';
import type { PlaceName } from '../actions';
import { layoutStore, maximise, roomStore, setPreference } from '../state';
import type { PaneId, Preferences } from '../state';

export interface Target {
  readonly place: PlaceName;
  readonly pane?: PaneId;
  /** On a phone: the sheet that has the button. */
  readonly sheet?: Preferences['sheet'];
  /** The button's accessible names. */
  readonly names: readonly string[];
}

/** A part that is still being read may take this long, in milliseconds, before it is given up. */
const PATIENCE = 5000;

export async function press(target: Target): Promise<void> {
  await reveal(target);
  const button = await appears(() => findButton(target.names));
  if (button === null) say(`There is no “${target.names[0] ?? ''}” here now.`);
  else if (isOff(button)) say(button.title || `“${nameOf(button)}” can do nothing now.`);
  else {
    button.focus();
    button.click();
  }
}

/** Opens the place, the pane and, on a phone, the sheet. */
export async function reveal({ place, pane, sheet }: Omit<Target, 'names'>): Promise<void> {
  const here = placeStore.getState().name;
  // A lesson has a lab beside it.
  if (here !== place && !(place === 'lab' && here === 'learn' && placeStore.getState().rest !== '')) goToPlace(place);
  const part = pane === undefined ? (sheet === 'outline' ? 'outline' : 'graph') : 'panes';
  const { maximised } = roomStore.getState();
  if (place === 'lab' && maximised !== null && maximised !== part) maximise(null);
  if (pane !== undefined) setPreference({ pane, sheet: 'panes' });
  else if (sheet !== undefined && layoutStore.getState().phone) setPreference({ sheet });
  await Promise.resolve();
}

function findButton(names: readonly string[]): HTMLElement | null {
  const buttons = Array.from(document.querySelectorAll<HTMLElement>('main button, main [role="button"]'));
  return buttons.find((button) => names.includes(nameOf(button)) && button.checkVisibility()) ?? null;
}

function nameOf(element: HTMLElement): string {
  const text = (element.getAttribute('aria-label') ?? element.innerText).replace(/\s+/g, ' ').trim();
  // A count is no part of the name.
  return text.replace(/ [(]\d+[)]$/, '');
}

function isOff(button: HTMLElement): boolean {
  return button.matches(':disabled, [aria-disabled="true"]');
}

/** What `find` finds now, or as soon as the page has it; null when it never comes. */
export function appears(find: () => HTMLElement | null): Promise<HTMLElement | null> {
  const now = find();
  if (now) return Promise.resolve(now);
  return new Promise((resolve) => {
    const end = (found: HTMLElement | null) => {
      observer.disconnect();
      clearTimeout(timer);
      resolve(found);
    };
    const observer = new MutationObserver(() => {
      const found = find();
      if (found) end(found);
    });
    const timer = setTimeout(() => end(null), PATIENCE);
    observer.observe(document.body, { childList: true, subtree: true });
  });
}
