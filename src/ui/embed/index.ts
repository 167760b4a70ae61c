/**
 * A part of the page in a frame of another: the trace, the graph, a match or a lesson,
 * without the rest (docs/embed.md). It composes what the page has and owns little.
 *
 * - `options.ts`: what the address asks for; `../bridge/embedding.ts` has what the
 *   whole page must know: that it is embedded, and that nothing may be changed.
 * - `line.ts`, `protocol.ts`, `asked.ts`, `told.ts`: messages with the page around.
 * - `keep-nothing.ts`: a frame leaves nothing in the browser.
 */
export { Embedded } from './embedded';
