/**
 * What a stage of a switch's pipeline is made of: its place, its rules with their
 * rows and reasons, and why it drops. The releases of 2015 differ in the language
 * of actions and in a few rows; those differences are a `SwitchDialect`.
 */
import type { RowRef } from '../base';
import type { Stage } from '../logical';
import type { Provenance, StageDrops } from './explanation';
import type { WantedRow } from './pipeline';

/** How a release writes the rows. */
export interface SwitchDialect {
  /** Goes on to the next table, as an action on its own. */
  readonly next: string;
  readonly drop: string;
  /** One copy of a packet to one port: sets the outport and goes on to the next table. */
  readonly forward: (quotedPort: string) => string;
  /** Hands the packet to the port that `outport` names. */
  readonly deliver: (quotedPort: string) => string;
  /** The set of Ethernet addresses that port security allows. */
  readonly addressSet: (addresses: readonly string[]) => string;
  /** Hands broadcasts and multicasts to every port, whatever its port security; absent where no such row exists. */
  readonly deliverBroadcast?: string;
  /** Whether a port can be disabled. */
  readonly disablesPorts: boolean;
}

export interface SwitchFacts {
  readonly ref: RowRef;
  readonly name: string;
}

export interface PortFacts {
  readonly ref: RowRef;
  readonly name: string;
  /** The name in JSON string quoting, as matches and actions write it. */
  readonly quoted: string;
  readonly macs: readonly string[];
  readonly portSecurity: readonly string[];
  /** False only for a port that was disabled. */
  readonly enabled: boolean;
}

export interface AclFacts {
  readonly ref: RowRef;
  readonly priority: number;
  readonly match: string;
  readonly action: string;
}

/** Every function is pure; what it reads is in its parameters. */
export interface SwitchStage {
  readonly place: Omit<Stage, 'text'>;
  /** What it does, in one or two plain sentences. */
  readonly text: (dialect: SwitchDialect) => string;
  /** The rows that every switch has, whatever is in it. */
  readonly switchRows?: (dialect: SwitchDialect, sw: SwitchFacts) => readonly WantedRow[];
  /** The rows that depend on which ports the switch has; `ports` are newest first. */
  readonly floodRows?: (dialect: SwitchDialect, sw: SwitchFacts, ports: readonly PortFacts[]) => readonly WantedRow[];
  readonly portRows?: (dialect: SwitchDialect, sw: SwitchFacts, port: PortFacts) => readonly WantedRow[];
  readonly aclRows?: (dialect: SwitchDialect, sw: SwitchFacts, acl: AclFacts) => readonly WantedRow[];
  readonly drops: StageDrops;
}

/** A maker of rows for one stage, whose rules have these priorities. */
export function rowsOf<R extends string>(place: SwitchStage['place'], priorities: Readonly<Record<R, number>>) {
  return (
    sw: SwitchFacts,
    rule: R,
    match: string,
    actions: string,
    why: WantedRow['why'],
    priority: number = priorities[rule],
  ): WantedRow => ({
    row: { datapath: sw.ref.uuid, direction: place.direction, table: place.number, priority, match, actions },
    rule,
    why,
  });
}

/** A reason: a sentence, and the northbound rows behind it, the most telling first. */
export function because(text: string, ...rows: readonly { readonly ref: RowRef }[]): Omit<Provenance, 'rule'> {
  return { text, nb: rows.map(({ ref }) => ref) };
}

/** In JSON string quoting, the one that matches and actions use for names. */
export function quote(name: string): string {
  return JSON.stringify(name);
}
