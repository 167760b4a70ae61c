/** The kinds of logical actions, each with all that there is to know about it. */
import type { OfAction } from '../openflow';
import type { Cursor } from './cursor';
import type { ActionDialect } from './dialect';
import type { ActionDocument, ActionKind, EncodeContext, LogicalPacket } from './kind';
import { load, type LoadAction } from './kinds/field';
import { next, output, type NextAction, type OutputAction } from './kinds/flow';

/** An action of any kind. */
export type LogicalAction = NextAction | OutputAction | LoadAction;

/** The name of a kind. */
export type ActionName = LogicalAction['kind'];

/** A kind that lacks something does not compile. */
export const ACTION_KINDS: { readonly [K in ActionName]: ActionKind<Extract<LogicalAction, { readonly kind: K }>> } = {
  load,
  next,
  output,
};

/** By the name that an action has, so that each kind is only given actions of its own. */
const KINDS: Readonly<Record<ActionName, ActionKind<LogicalAction>>> = ACTION_KINDS;

/** The kind of the action at the cursor, of those that the dialect has. */
export function kindAt(cursor: Cursor, dialect: ActionDialect): ActionKind<LogicalAction> | undefined {
  const name = dialect.kinds.find((candidate) => KINDS[candidate].begins(cursor, dialect));
  return name && KINDS[name];
}

/** In OpenFlow, with the numbers of one hypervisor; no actions, for none, means drop. */
export function encodeActions(actions: readonly LogicalAction[], context: EncodeContext): readonly OfAction[] {
  return actions.flatMap((action) => KINDS[action.kind].encode(action, context));
}

/** Does one action to a packet in the logical network. */
export function executeAction(action: LogicalAction, packet: LogicalPacket): void {
  KINDS[action.kind].execute(action, packet);
}

/** Actions as a row writes them; `drop;` for none. */
export function formatLogicalActions(actions: readonly LogicalAction[], dialect: ActionDialect): string {
  if (actions.length === 0) return 'drop;';
  return actions.map((action) => `${KINDS[action.kind].format(action, dialect)};`).join(' ');
}

/** The logical ports that actions name, each once. */
export function portsNamed(actions: readonly LogicalAction[]): readonly string[] {
  return Array.from(new Set(actions.flatMap((action) => KINDS[action.kind].ports(action))));
}

/** How the actions of a dialect are written, and what they do. */
export function documentActions(dialect: ActionDialect): readonly ActionDocument[] {
  const drop = { form: 'drop;', text: 'Drops the packet. It stands alone.' };
  return [...dialect.kinds.map((name) => KINDS[name].document(dialect)), drop];
}
