/**
 * Controls shared by all panes, and how a count is said: plain, accessible, styled by the design tokens.
 * What is used by one pane only stays in that pane.
 */
export { counted, countedList } from './counted';
export { Dialog } from './dialog';
export { Badge, Button, Card, EmptyState, SelectField, TextField } from './kit';
export type { Tone } from './kit';
