/**
 * What is made of the table of commands when somebody asks for it: the palette, which
 * finds every command and everything that has a name, and the list of all keys.
 * All of it is read after the first screen; the commands that the first screen needs
 * are in `../commands`, the others here.
 */
export { keyList, places } from './listed-keys';
export { Palette } from './palette';
