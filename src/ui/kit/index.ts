/**
 * Controls shared by all panes: plain, accessible, styled by the design tokens.
 * What is used by one pane only stays in that pane.
 */
export { Dialog } from './dialog';
export { Badge, Button, Card, EmptyState, SelectField, TextField } from './kit';
export type { Tone } from './kit';
