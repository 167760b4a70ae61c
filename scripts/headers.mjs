/**
 * The one source of what the page may load and who may embed it. From here come the
 * headers of `npm start` and of the browser tests' server, the `<meta>` in the built
 * page for hosts that send no headers, and `_headers` for hosts that read one.
 * docs/hosting.md repeats them for other servers; a test compares.
 */

/**
 * Everything comes from where the page comes from; only styles may stand in the page
 * (Monaco, xterm and React Flow write them). As a header it holds in workers too.
 */
const DIRECTIVES = [
  "default-src 'self'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** A `<meta>` cannot say who may embed the page, and does not hold in workers. */
export const META_POLICY = DIRECTIVES.join('; ');

/**
 * Any site may embed the page: there is no account, no cookie and no server behind
 * it, and browsers keep what it stores apart for each embedding site. FRAME_ANCESTORS
 * narrows it, e.g. `FRAME_ANCESTORS="'self' https://courses.example" npm start`.
 */
export const FRAME_ANCESTORS = '*';

/** @param {string} frameAncestors who may embed the page */
export function headersFor(frameAncestors = process.env.FRAME_ANCESTORS ?? FRAME_ANCESTORS) {
  return {
    'Content-Security-Policy': `${META_POLICY}; frame-ancestors ${frameAncestors}`,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    // Windows that open the page get no handle on it; a frame is not concerned.
    'Cross-Origin-Opener-Policy': 'same-origin',
  };
}

/** The file that Netlify, Cloudflare Pages and others take headers from. */
export function headersFile() {
  const lines = Object.entries(headersFor(FRAME_ANCESTORS)).map(([name, value]) => `  ${name}: ${value}`);
  return `/*\n${lines.join('\n')}\n`;
}
