/** The single actions of a logical step, as its row writes them and as the packet met them. */
import { executeAction, parseActions } from '../actions';
import type { LogicalPacket } from '../actions';
import { newFlow } from '../openflow';
import type { TraceRelease } from './release';
import type { LogicalStep } from './types';

export interface StepAction {
  /** With the semicolon, if the row has one. */
  readonly text: string;
  /** The logical port that it hands a copy to; undefined where it outputs nothing. */
  readonly outputs: string | undefined;
  /** It sends a copy through the next table. */
  readonly goesOn: boolean;
}

/** A table in which nothing matched drops, and so does a row without actions. */
export function actionsOf({ actions: dialect, symbols }: TraceRelease, step: LogicalStep): readonly StepAction[] {
  const { match, actions = '', inport, outport } = step;
  const isRead = match !== undefined && dialect !== undefined;
  const parsed = isRead ? parseActions(actions, { dialect, symbols, nextAllowed: true }) : undefined;
  if (!parsed?.ok || parsed.value.actions.length === 0)
    return [{ text: (match !== undefined && actions.trim()) || 'drop;', outputs: undefined, goesOn: false }];
  let outputs: string | undefined;
  let goesOn = false;
  const packet: LogicalPacket = {
    flow: newFlow(),
    inport,
    outport,
    next: () => (goesOn = true),
    output: () => (outputs = packet.outport),
  };
  return parsed.value.actions.map((action, at, all) => {
    [outputs, goesOn] = [undefined, false];
    executeAction(action, packet);
    return { text: actions.slice(action.range.start, all[at + 1]?.range.start).trim(), outputs, goesOn };
  });
}
