/**
 * neutron-server: what a call of its API does. The plugin changes Neutron's own
 * database first, in one step; the mechanism driver then carries the change over to
 * OVN, each of its transactions another step, which may fail by itself.
 */
import { err, ok, type LogRecord, type RandomSource, type Result } from '../base';
import { Overlay, type DatabaseView, type RowEdit } from '../ovsdb';
import { internalError, refuse, type NeutronError } from './errors';
import type { MechanismDriver, NeutronChange, Transaction } from './driver';

/** The world as any neutron-server has it. */
export interface ServerSurroundings {
  readonly neutron: DatabaseView;
  readonly northbound: DatabaseView;
  /** To be drawn from within a step. */
  readonly random: RandomSource;
  /** Whether its connection to the northbound database stands. */
  readonly connected: boolean;
  /** One thing that happens; where it fails, nothing of it has. */
  step<T, E>(label: string, body: () => Result<T, E>): Result<T, E>;
  /** Within a step. A refusal is a mistake of ours: calls are checked before. */
  commit(edits: readonly RowEdit[]): void;
  /** Within a step: one transaction of OVN's. */
  transact(edits: readonly RowEdit[]): Result<void, string>;
  newUuid(): DatabaseUuid;
  log(record: LogRecord): void;
  /** There is something to be posted: the server is to run by itself. */
  runLater(): void;
}

/** The world as that of 2015 has it. */
export interface NeutronHost extends ServerSurroundings {
  readonly driver: MechanismDriver;
}

type DatabaseUuid = ReturnType<Overlay['reserveUuid']>;

/** What a call comes to within Neutron, and what the driver has to know of it. */
export interface Handled {
  readonly status: number;
  readonly body: unknown;
  readonly changes: readonly NeutronChange[];
}

export type Handler = () => Result<Handled, NeutronError>;

/** The whole of a call that changes something. */
export function handle(host: NeutronHost, label: string, handler: Handler): Result<Handled, NeutronError> {
  const handled = host.step(label, handler);
  if (!handled.ok) return handled;
  for (const change of handled.value.changes) {
    const carried = carryOver(host, host.driver.transactions(change, host.neutron));
    if (!carried) return internalError();
  }
  return handled;
}

/** Carries transactions out; false where one was refused and the driver lets that fail the call. */
export function carryOver(host: NeutronHost, transactions: readonly Transaction[]): boolean {
  for (const transaction of transactions) {
    if (!transactNorthbound(host, transaction) && host.driver.refused === 'fails-the-call') return false;
  }
  return true;
}

/** One transaction; a refusal is logged. True when it was carried out. */
export function transactNorthbound(host: NeutronHost, transaction: Transaction): boolean {
  const text = transaction.map((command) => command.text).join(', ');
  let done = false;
  host.step(text, () => {
    const outcome = attempt(host, transaction, text);
    done = outcome.ok;
    if (!outcome.ok) host.log(errorLine(`Error executing command: ${outcome.error}`));
    return ok(undefined);
  });
  return done;
}

function attempt(host: NeutronHost, transaction: Transaction, text: string): Result<void, string> {
  if (!host.connected) return err(`Commands [${text}] exceeded timeout ${host.driver.timeout} seconds`);
  const overlay = new Overlay(host.northbound, () => host.newUuid());
  for (const command of transaction) {
    const ran = command.run(overlay);
    if (!ran.ok) return ran;
  }
  const edits = overlay.edits();
  return edits.length === 0 ? ok(undefined) : host.transact(edits);
}

function errorLine(message: string): LogRecord {
  return { level: 'ERR', module: 'neutron.agent.ovsdb.impl_idl', message, event: true };
}

export function notImplemented(method: string, path: string) {
  return refuse(404, 'HTTPNotFound', `The resource could not be found. (${method} ${path})`);
}
