import { say } from '../actions';

/** Puts a text on the clipboard, and says so. */
export async function copyOut(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say('Copied', 'quiet');
  } catch {
    say('The browser does not let the page copy.', 'bad');
  }
}
