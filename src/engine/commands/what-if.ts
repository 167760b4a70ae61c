/**
 * What would become of a packet if something were different. The difference is
 * made in a copy of the deployment, which is thrown away: the deployment itself
 * feels nothing, not even in its counters or its history.
 */
import type { Deployment } from './release';
import { err, ok } from '../base';
import type { Result } from '../base';
import type { DaemonName } from '../sim';
import { compareTraces, logicalPortAt, placeOfPort, trace } from '../trace';
import type { Trace, TraceComparison, TraceRequest } from '../trace';
import { performEdits } from './perform-edit';
import type { Edit } from '../network';

export interface Supposition {
  /** Made one after the other. */
  readonly edits: readonly Edit[];
  /** The packet to send instead, where it is another one. */
  readonly request?: TraceRequest;
}

export interface WhatIf {
  /** As things are. */
  readonly now: Trace;
  /** As they would be once the daemons had settled. */
  readonly then: Trace;
  readonly comparison: TraceComparison;
  /** The edits as they could be typed. */
  readonly commands: readonly string[];
  /** Where the packet would enter instead, because its port would be there. */
  readonly moved: Pick<TraceRequest, 'machine' | 'iface'> | null;
  /** Daemons that would not have acted on it: they are stopped or paused. */
  readonly idle: readonly DaemonName[];
}

/** Errors: those of `trace`; `edit-failed` with the words of the command that refused. */
export function whatIf(deployment: Deployment, request: TraceRequest, supposition: Supposition): Result<WhatIf> {
  const now = trace(deployment, request, { live: false });
  if (!now.ok) return now;
  const copy = deployment.copy();
  const edited = performEdits(copy, supposition.edits);
  if (!edited.ok) return err({ code: 'edit-failed', message: edited.message ?? 'That cannot be done.' });
  copy.settle();
  const wanted = supposition.request ?? request;
  const moved = movedTo(deployment, copy, wanted);
  const then = trace(copy, { ...wanted, ...moved }, { live: false });
  if (!then.ok) return then;
  return ok({
    now: now.value,
    then: then.value,
    comparison: compareTraces(now.value, then.value),
    commands: edited.commands,
    moved,
    idle: copy.daemons.filter(({ status, due }) => status !== 'running' || due !== null).map(({ name }) => name),
  });
}

/** A packet comes from a port: where the port goes, it goes along. */
function movedTo(before: Deployment, after: Deployment, { machine, iface }: TraceRequest): WhatIf['moved'] {
  const port = logicalPortAt(before, machine, iface);
  if (port === undefined || logicalPortAt(after, machine, iface) === port) return null;
  const place = placeOfPort(after, port);
  return place ? { machine: place.machine, iface: place.iface } : null;
}
