/** One comparison of the databases. */
import { writeOvn, type ZedHost } from '../server';
import { ok } from '../../../base';
import type { Northbound } from '../ovn/northbound';

export interface SyncLine {
  readonly level: 'INFO' | 'WARNING';
  readonly message: string;
}

export interface SyncRun {
  readonly host: ZedHost;
  readonly repair: boolean;
  warn(message: string): void;
}

/** Mends something, in one transaction; nothing where the comparison only logs. */
export function mend(run: SyncRun, text: string, body: (nb: Northbound) => void): void {
  if (!run.repair) return;
  writeOvn(run.host, text, (nb) => {
    body(nb);
    return ok(undefined);
  });
}
