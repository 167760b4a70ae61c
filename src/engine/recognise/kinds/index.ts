/**
 * The kinds of text that can be pasted, in the order in which they are asked. A
 * kind is a file here and a line below. First every line is offered to the kinds
 * of lines; what none of them knows, to the kinds of blocks.
 */
import { ACL_LIST } from './acl-list';
import { ADDRESS_SETS } from './address-sets';
import { COMMANDS } from './commands';
import { LFLOW_LIST } from './lflow-list';
import { LOGS } from './logs';
import { MATCHES } from './matches';
import { PACKETS } from './packets';
import { RECORDS } from './records';
import { JSON_ROWS } from './rows-json';
import { CSV, TABLES } from './tables';
import type { Kind } from './kind';

export type { Kind } from './kind';

export const KINDS: readonly Kind[] = [
  ACL_LIST,
  LFLOW_LIST,
  LOGS,
  COMMANDS,
  JSON_ROWS,
  TABLES,
  CSV,
  RECORDS,
  MATCHES,
  PACKETS,
  ADDRESS_SETS,
];
