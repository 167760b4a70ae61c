/**
 * What is it that somebody pasted? `recognise` reads any text and says, item by
 * item, what it understood, each with its place, and what it did not, with the
 * reason. Where to put what was understood is for those who ask.
 *
 * A text is walked line by line. Each line is offered to the kinds of text that
 * know themselves by a line (`kinds/`, one file each); a kind takes as many lines
 * as belong to it. Runs of lines that none takes are offered to the kinds that
 * need to see all of a thing: a match, addresses, a packet; first whole, then in
 * paragraphs, then line by line.
 *
 * Invariants: no text makes it throw; places lie in the text; every member that
 * is counted is what it is counted as. The time is linear in the length: a kind
 * pays for what it looks at in vain, and no regular expression has two ways to
 * read the same characters. Of a long text whose beginning is of no use the rest is
 * not read, which is said.
 *
 * Simplified: a shell's variables, loops and here-documents are not expanded;
 * whether a match compiles is the compiler's to say (`../match`).
 */
export { readMembers } from './addresses';
export type { Member } from './addresses';
export { looksLike } from './looks';
export { recognise } from './recognise';
export { KINDS } from './kinds';
export type { Kind } from './kinds';
export type { Acl, Content, Direction, Excerpt, Item, ItemKind, Leftover, LogicalFlow, Recognised } from './items';
