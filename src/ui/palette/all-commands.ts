/** All commands of the page. */
import { commands } from '../commands';
import type { Command } from '../commands';
import { moreGraphCommands, paneCommands } from './lab-commands';
import { lessonCommands, matchCommands } from './other-commands';
import { morePageCommands } from './page-commands';

export const allCommands: readonly Command[] = [
  ...commands,
  ...moreGraphCommands,
  ...paneCommands,
  ...matchCommands,
  ...lessonCommands,
  ...morePageCommands,
];
