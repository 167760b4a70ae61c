/**
 * One table of commands, and what is made of it: the palette, the keys, the list of
 * keys, the tooltips. Every button of the page is here (`e2e/commands.spec.ts` walks
 * them), and no key means two things in one place (`commands.test.ts`).
 *
 * A command that belongs to a part of the page opens that part and presses its button
 * (`press.ts`), so that it does what the button does and needs no part of the page here.
 */
export { GROUPS } from './command';
export type { Command, Group, KeyPlace, ListedKey } from './command';
export { isCharacter, isPressed, keyText } from './keys';
export { commandAt, commandNamed, commandProps, commands, keyList, places, shownKey } from './table';
export { objectsOf } from './objects';
export type { FoundObject } from './objects';
export { otherNames } from './other-names';
export { openHelp, partHelpStore } from './part-help-store';
export type { HelpedPart } from './part-help-store';
export { reveal } from './press';
export { ranked } from './rank';
export type { Findable } from './rank';
export { traceAsksStore } from './trace-commands';
