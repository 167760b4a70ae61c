/**
 * Controls shared by all panes: plain, accessible, styled by the design tokens.
 * What is used by one pane only stays in that pane.
 */
export { Badge, Button, Card, Dialog, EmptyState, SelectField, TextField } from './kit';
export type { Tone } from './kit';
