/** Where a packet goes: to the next table, out to a port. */
import { ok, type Result, type TextRange } from '../../base';
import type { OfAction } from '../../openflow';
import type { Cursor } from '../cursor';
import type { ActionKind } from '../kind';
import { setPort } from './port-key';

/** Goes on in the next logical table: `next;`, in 2015-04 `resubmit`. */
export interface NextAction {
  readonly kind: 'next';
  readonly range: TextRange;
}

export const next: ActionKind<NextAction> = {
  document: (dialect) => ({ form: `${dialect.next};`, text: 'Goes on in the next table.' }),
  begins: ({ token }, dialect) => token.text === dialect.next,
  parse(cursor, { dialect, nextAllowed }) {
    const { start, end } = cursor.take();
    if (!nextAllowed) return cursor.error(`"${dialect.next}" action not allowed here.`, 'not-allowed', { start, end });
    return ok({ action: { kind: 'next', range: { start, end } }, prerequisites: undefined });
  },
  format: (_, dialect) => dialect.next,
  encode: (_, { nextTable }) => [{ type: 'resubmit', table: nextTable }],
  execute(_, packet) {
    packet.next();
  },
  ports: () => [],
};

/** Delivers to the logical port in outport; 2015-04 names the port and so sets outport first. */
export interface OutputAction {
  readonly kind: 'output';
  readonly port: string | undefined;
  readonly range: TextRange;
}

export const output: ActionKind<OutputAction> = {
  document: (dialect) =>
    dialect.output === 'to-outport'
      ? { form: 'output;', text: 'Hands the packet to the logical port in outport.' }
      : { form: 'output("PORT");', text: 'Hands the packet to the logical port of that name.' },
  begins: ({ token }) => token.text === 'output',
  parse(cursor, { dialect }) {
    const { start } = cursor.take();
    const port = dialect.output === 'to-outport' ? ok(undefined) : parsePort(cursor);
    if (!port.ok) return port;
    const range = { start, end: cursor.previousEnd };
    return ok({ action: { kind: 'output', port: port.value, range }, prerequisites: undefined });
  },
  format: ({ port }) => (port === undefined ? 'output' : `output(${JSON.stringify(port)})`),
  encode({ port }, context) {
    const leave: OfAction = { type: 'resubmit', table: context.outputTable };
    return port === undefined ? [leave] : [setPort(context.outport, port, context), leave];
  },
  execute({ port }, packet) {
    if (port !== undefined) packet.outport = port;
    packet.output();
  },
  ports: ({ port }) => (port === undefined ? [] : [port]),
};

/** `("port")` */
function parsePort(cursor: Cursor): Result<string> {
  if (!cursor.accept('(')) return cursor.syntaxError("expecting `('");
  const { type, text } = cursor.token;
  if (type !== 'string') return cursor.syntaxError('expecting port name');
  cursor.take();
  return cursor.accept(')') ? ok(text) : cursor.syntaxError("expecting `)'");
}
