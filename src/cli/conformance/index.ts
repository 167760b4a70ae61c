/**
 * `ovn conformance KIND FILE`: recorded answers of the real programs against
 * ours. A file has one recorded case per line; every difference is printed.
 */
import { conformActions } from './actions';
import { conformCommands } from './commands';
import { conformDeployments } from './deployments';
import { conformLockstep } from './lockstep';
import { conformMatch } from './match';
import { conformNorthd } from './northd';
import { conformOfprotoTrace } from './ofproto-trace';
import { conformOpenFlow } from './openflow';
import { conformOvnTrace } from './ovn-trace';
import { conformPackets } from './packets';
import { conformWire } from './wire';
import type { Selection } from './selection';

/** Compares every line and prints what differs; throws on a line that holds no case of its kind. */
export type Conformance = (
  lines: readonly string[],
  print: (line: string) => void,
  selection?: Selection,
) => { readonly passed: number; readonly failed: number };

export const CONFORMANCE = {
  match: conformMatch,
  actions: conformActions,
  deployments: conformDeployments,
  commands: conformCommands,
  packets: conformPackets,
  'ovn-trace': conformOvnTrace,
  northd: conformNorthd,
  'ofproto-trace': conformOfprotoTrace,
  openflow: conformOpenFlow,
  lockstep: conformLockstep,
  wire: conformWire,
} as const satisfies Readonly<Record<string, Conformance>>;

export type { Selection } from './selection';
export type ConformanceKind = keyof typeof CONFORMANCE;

export const CONFORMANCE_KINDS = Object.keys(CONFORMANCE).filter(isKind);

export function isKind(kind: string): kind is ConformanceKind {
  return Object.hasOwn(CONFORMANCE, kind);
}

/** The first line that is no JSON object, counted from 1; undefined when all are. */
export function malformedLine(lines: readonly string[]): number | undefined {
  const index = lines.findIndex((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value !== 'object' || value === null || Array.isArray(value);
    } catch {
      return true;
    }
  });
  return index < 0 ? undefined : index + 1;
}
