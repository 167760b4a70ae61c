/**
 * The flows of logical ports that are on other hypervisors. They depend on the
 * port's tunnel key and the number of the tunnel's port, which are the same on
 * many hypervisors, so all that share a compiler share them as well.
 */
import type { Uuid } from '../base';
import { matchFrom, type OfAction } from '../openflow';
import type { Binding } from './bindings';
import { makeFlow } from './flow-table';
import { output, rankOf, set } from './physical-parts';
import type { ControllerRules } from './rules';
import type { OriginFlow } from './types';

interface Entry {
  readonly tunnelKey: number;
  readonly noReturn: OriginFlow;
  readonly byTunnel: Map<number, readonly OriginFlow[]>;
}

export class RemoteFlows {
  readonly #entries = new Map<Uuid, Entry>();

  constructor(private readonly rules: ControllerRules) {}

  /** The flows that send packets for this port to the port `ofport`, which is a tunnel. */
  flows(binding: Binding, ofport: number): readonly OriginFlow[] {
    let entry = this.#entries.get(binding.uuid);
    if (entry?.tunnelKey !== binding.tunnelKey) {
      entry = { tunnelKey: binding.tunnelKey, noReturn: noReturn(this.rules, binding), byTunnel: new Map() };
      this.#entries.set(binding.uuid, entry);
    }
    const known = entry.byTunnel.get(ofport);
    if (known !== undefined) return known;
    const flows = [entry.noReturn, toTunnel(this.rules, binding, ofport)];
    entry.byTunnel.set(ofport, flows);
    return flows;
  }

  /** The binding is gone. */
  forget(binding: Uuid): void {
    this.#entries.delete(binding);
  }
}

/** A packet does not go back to the logical port that it came from. */
export function noReturn(rules: ControllerRules, binding: Binding): OriginFlow {
  const { tables, registers } = rules.logical;
  const value = BigInt(binding.tunnelKey);
  const match = matchFrom([
    { field: registers.inport, value },
    { field: registers.outport, value },
  ]);
  const origin = { rule: 'no-return', binding: binding.uuid } as const;
  return makeFlow(tables.output, 100, match, [], origin, rankOf(binding));
}

function toTunnel(rules: ControllerRules, binding: Binding, ofport: number): OriginFlow {
  const { tables, registers } = rules.logical;
  const key = BigInt(binding.tunnelKey);
  const match = matchFrom([{ field: registers.outport, value: key }]);
  const actions: readonly OfAction[] = [set(registers.tunnelOutport, key), output(ofport)];
  const origin = { rule: 'to-tunnel', binding: binding.uuid } as const;
  return makeFlow(tables.output, 50, match, actions, origin, rankOf(binding));
}
