/**
 * neutron-server 21: what a call of its API does. It changes Neutron's own database in
 * one step; what follows in OVN comes after it, each transaction another step, which
 * may fail by itself.
 */
import { err, ok, type Result } from '../../base';
import { internalError, type NeutronError } from '../errors';
import { Overlay, type DatabaseView } from '../../ovsdb';
import { Northbound } from './ovn/northbound';
import type { ServerSurroundings } from '../server';

export interface ZedHost extends ServerSurroundings {
  readonly southbound: DatabaseView;
}

/** What a call comes to, and what follows from it once Neutron's own database has it. */
export interface Handled {
  readonly status: number;
  readonly body: unknown;
  readonly after?: readonly After[];
  /** For a creation: takes it back where OVN refuses. */
  readonly undo?: () => void;
}

/** False where OVN refused. */
export type After = () => boolean;

export type Outcome = Result<Handled, NeutronError>;

/** How long a transaction waits for an ovsdb-server that does not answer, in seconds. */
const OVSDB_TIMEOUT = 180;

/** The whole of a call that changes something. */
export function handle(host: ZedHost, label: string, handler: () => Outcome): Outcome {
  const handled = host.step(label, handler);
  if (!handled.ok) return handled;
  for (const after of handled.value.after ?? []) {
    if (after()) continue;
    if (handled.value.undo === undefined) continue;
    const { undo } = handled.value;
    host.step(`takes back ${label}`, () => {
      undo();
      return ok(undefined);
    });
    return internalError();
  }
  return handled;
}

/** One transaction of the northbound database; a refusal is logged. True when it was carried out. */
export function writeOvn(host: ZedHost, text: string, body: (nb: Northbound) => Result<void, string>): boolean {
  let done = false;
  host.step(text, () => {
    const outcome = attempt(host, text, body);
    done = outcome.ok;
    if (!outcome.ok)
      host.log({ level: 'ERR', module: 'ovsdbapp.backend.ovs_idl.transaction', message: outcome.error, event: true });
    return ok(undefined);
  });
  return done;
}

function attempt(host: ZedHost, text: string, body: (nb: Northbound) => Result<void, string>): Result<void, string> {
  if (!host.connected)
    return err(`Commands [${text}] exceeded timeout ${OVSDB_TIMEOUT} seconds, cause: TXN queue is full`);
  const overlay = new Overlay(host.northbound, () => host.newUuid());
  const ran = body(new Northbound(overlay));
  if (!ran.ok) return ran;
  const edits = overlay.edits();
  return edits.length === 0 ? ok(undefined) : host.transact(edits);
}
