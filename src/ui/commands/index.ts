/**
 * Commands: one table that the palette, the keys, the list of keys and the tooltips read.
 * Every button of the page is in it (`e2e/commands.spec.ts` walks them), and no key means
 * two things in one place (`../palette/table.test.ts`). Here are those that the first
 * screen needs; the rest of the table is in `../palette`.
 *
 * A command that belongs to a part of the page opens that part and presses its button
 * (`press.ts`), so that it does what the button does and needs no part of the page here.
 */
export { GROUPS } from './command';
export type { Command, Group, KeyPlace, ListedKey } from './command';
export { isCharacter, keyText } from './keys';
export { onGraph } from './lab-commands';
export { openHelp, partHelpStore } from './part-help-store';
export type { HelpedPart } from './part-help-store';
export { appears, press, reveal } from './press';
export { commandAt, commandNamed, commandProps, commands, shownKey } from './table';
export { traceAsksStore } from './trace-commands';
