/** The path of a Chromium, or '' for the one that Playwright downloads itself. */
export function findChromium(): string;

/** Makes sure that there is a browser; returns what `findChromium` finds then. */
export function ensureChromium(): string;
