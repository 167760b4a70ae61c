/** What a command of ovs-ofctl is given, and what it answers. */
import { err, type Problem, type Result } from '../base';
import type { PortNames } from '../openflow';
import type { PortCounters } from '../sim';
import type { Bridge } from '../vswitch';
import type { CommandSyntax } from './cmdl';
import type { CommandHost } from './host';

export interface OfctlCommand extends CommandSyntax {
  readonly run: (call: OfctlCall) => Result<OfctlAnswer>;
}

/** What is printed, with a status where it is not 0. */
export type OfctlAnswer =
  | string
  | {
      readonly text: string;
      readonly status: number;
      /** What the switch refused, as the tool prints it. */
      readonly complaint?: string;
    };

export interface OfctlCall {
  readonly host: CommandHost;
  readonly machine: string;
  readonly bridge: Bridge;
  readonly counters: (port: string) => PortCounters;
  /** Behind the bridge. */
  readonly args: readonly string[];
  /** All of them, with the bridge. */
  readonly given: readonly string[];
  readonly strict: boolean;
  /** `--may-create` */
  readonly mayCreate: boolean;
  /** True when OpenFlow 1.1 or later was asked for. */
  readonly modern: boolean;
  /** The versions that -O names. */
  readonly versions: readonly string[];
  readonly sort: Sort | undefined;
  readonly line: string;
  /** What stands before the program, for the file `-`; undefined when nothing does. */
  readonly input: string | undefined;
  /** What the tool writes to standard error besides complaints. */
  readonly log: string[];
}

export interface Sort {
  readonly field: string;
  readonly descending: boolean;
}

export function refuse(message: string, hint?: string): { readonly ok: false; readonly error: Problem } {
  return err({ code: 'refused', message, ...(hint === undefined ? {} : { hint }) });
}

export function portNames(bridge: Bridge): PortNames {
  return (name) => bridge.ports.named(name)?.ofport;
}
