/** The world as Nova has it: its database, Neutron's API, and the hypervisors on which it starts machines. */
import type { LogRecord, Problem, Result, Uuid } from '../base';
import type { ApiReply, ApiRequest } from '../neutron';
import type { DatabaseView, RowEdit } from '../ovsdb';

export interface NovaHost {
  readonly nova: DatabaseView;
  /** Virtual milliseconds. */
  readonly now: number;
  /** Those on which a machine can be started: they have an integration bridge. */
  readonly hypervisors: readonly string[];
  /** Undefined where neutron-server does not answer. */
  neutron(request: ApiRequest): ApiReply | undefined;
  /** One thing that happens; where it fails, nothing of it has. */
  step<T, E>(label: string, body: () => Result<T, E>): Result<T, E>;
  /** Within a step. */
  commit(edits: readonly RowEdit[]): void;
  newUuid(): Uuid;
  log(record: LogRecord): void;
  /** Within a step: a tap device in the integration bridge, as libvirt puts one there. */
  plug(hypervisor: string, vif: PluggedVif): Result<void>;
  /** Within a step; one that is not there is no error. */
  unplug(hypervisor: string, tap: string): void;
  /** There is more to do. */
  runLater(): void;
}

export interface PluggedVif {
  readonly tap: string;
  readonly port: Uuid;
  readonly mac: string;
  readonly server: Uuid;
}

/** `code` is the class of the fault that the API answers with. */
export interface NovaError extends Problem {
  readonly status: number;
}
