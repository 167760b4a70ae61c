/** Where a packet goes: to a port, into a queue, to another table, or nowhere more. */
import { err, ok } from '../../base';
import { findField } from '../fields';
import { parseInteger, parsePort } from '../parse-values';
import { formatSubfield, type Subfield } from '../subfields';
import { formatPort, RESERVED_PORTS } from '../values';
import type { OfActionKind, ReadAction } from './kind';
import { readNumber, withSubfield } from './reading';

/** `port` is 16 bits; reserved ones are in RESERVED_PORTS. `maxLen` in bytes counts for CONTROLLER only. */
export interface OutputAction {
  readonly type: 'output';
  readonly port: number;
  readonly maxLen?: number;
}

export interface OutputRegAction {
  readonly type: 'output_reg';
  readonly source: Subfield;
}

/** Both kinds begin with the word; which one it is, the argument says. */
export const readOutput: ReadAction<OutputAction | OutputRegAction> = (text, { ports }) => {
  if (text.includes('[') || (findField(text) !== undefined && parsePort(text, ports) === undefined)) {
    return withSubfield(text, (source) => ok({ type: 'output_reg', source }));
  }
  const port = parsePort(text, ports);
  return port === undefined ? err(`${text}: output to unknown port`) : ok({ type: 'output', port });
};

export const output: OfActionKind<OutputAction> = {
  document: { form: 'output:PORT', text: 'Sends the packet, as it is now, out of the port; PORT alone says the same.' },
  words: {},
  format({ port, maxLen }) {
    if (port === RESERVED_PORTS.CONTROLLER) return `CONTROLLER:${maxLen ?? 65535}`;
    return port < 0xff00 ? `output:${port}` : formatPort(port);
  },
};

export const outputReg: OfActionKind<OutputRegAction> = {
  document: { form: 'output:FIELD[a..b]', text: 'Sends the packet out of the port whose number is in the field.' },
  words: {},
  format: ({ source }) => `output:${formatSubfield(source)}`,
};

/** Looks up again: `port` as in_port (the present one if absent), in `table` (the present one if absent). */
export interface ResubmitAction {
  readonly type: 'resubmit';
  readonly port?: number;
  readonly table?: number;
  /** Looks up with source and destination of the connection exchanged to what they were before any NAT. */
  readonly ct?: true;
}

export const resubmit: OfActionKind<ResubmitAction> = {
  document: {
    form: 'resubmit(PORT,TABLE)',
    text: 'Runs the packet through a table, as if it had come in at the port, and then goes on here.',
  },
  words: {
    resubmit(text, { ports }) {
      const [portText = '', tableText = '', ct = ''] = text.split(',').map((part) => part.trim());
      const port = portText === '' ? RESERVED_PORTS.IN_PORT : parsePort(portText, ports);
      if (port === undefined) return err(`${portText}: resubmit to unknown port`);
      const table = tableText === '' ? 255n : parseInteger(tableText);
      if (table === undefined || table > 255n) return err(`${tableText}: resubmit to unknown table`);
      if (ct !== '' && ct !== 'ct') return err(`${ct}: unknown parameter`);
      if (port === RESERVED_PORTS.IN_PORT && table === 255n) {
        return err('at least one "in_port" or "table" must be specified on resubmit');
      }
      return ok({
        type: 'resubmit',
        ...(port === RESERVED_PORTS.IN_PORT ? {} : { port }),
        ...(table === 255n ? {} : { table: Number(table) }),
        ...(ct === '' ? {} : { ct: true }),
      });
    },
  },
  format({ port, table, ct }) {
    if (table === undefined && !ct) return `resubmit:${formatPort(port ?? RESERVED_PORTS.IN_PORT)}`;
    return `resubmit(${port === undefined ? '' : formatPort(port)},${table ?? ''}${ct ? ',ct' : ''})`;
  },
};

export interface GotoTableAction {
  readonly type: 'goto_table';
  readonly table: number;
}

export const gotoTable: OfActionKind<GotoTableAction> = {
  document: { form: 'goto_table:TABLE', text: 'Goes on in a later table, and does not come back.' },
  words: {
    goto_table(text) {
      const table = readNumber(text, 'table', 254);
      return table.ok ? ok({ type: 'goto_table', table: table.value }) : table;
    },
  },
  format: ({ table }) => `goto_table:${table}`,
};

export interface SetQueueAction {
  readonly type: 'set_queue';
  readonly queue: number;
}

export const setQueue: OfActionKind<SetQueueAction> = {
  document: { form: 'set_queue:QUEUE', text: 'Puts what is sent from here on into that queue of its port.' },
  words: {
    set_queue(text) {
      const queue = readNumber(text, 'queue', 0xffffffff);
      return queue.ok ? ok({ type: 'set_queue', queue: queue.value }) : queue;
    },
  },
  format: ({ queue }) => `set_queue:${queue}`,
};

export interface PopQueueAction {
  readonly type: 'pop_queue';
}

export const popQueue: OfActionKind<PopQueueAction> = {
  document: { form: 'pop_queue', text: 'Goes back to the usual queue.' },
  words: { pop_queue: () => ok({ type: 'pop_queue' }) },
  format: () => 'pop_queue',
};

export interface ExitAction {
  readonly type: 'exit';
}

export const exit: OfActionKind<ExitAction> = {
  document: { form: 'exit', text: 'Ends the packet’s way through the tables at once.' },
  words: { exit: () => ok({ type: 'exit' }) },
  format: () => 'exit',
};
