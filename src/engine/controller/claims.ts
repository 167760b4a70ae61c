/**
 * Which bindings a controller claims and gives up.
 *
 * The last to claim has it: a controller claims a port when the port is plugged
 * in here or found free, but does not take it back from a chassis that claimed
 * it later. (The real controllers of 2015 take it from each other for ever.)
 * For that it remembers the ports it has once held for as long as they are here.
 */
import { compareText, type Uuid, type LogRecord } from '../base';
import type { RowEdit } from '../ovsdb';
import type { Binding } from './bindings';
import type { LocalIndex } from './local';
import type { ControllerRules } from './rules';

/** The ports that a controller holds, or has held and given up to another chassis, and that are still here. */
export class HeldPorts {
  readonly #ports: Set<string>;
  /** Grows with every change. */
  version = 0;

  constructor(ports: Iterable<string> = []) {
    this.#ports = new Set(ports);
  }

  has(logicalPort: string): boolean {
    return this.#ports.has(logicalPort);
  }

  add(logicalPort: string): void {
    if (this.#ports.has(logicalPort)) return;
    this.#ports.add(logicalPort);
    this.version++;
  }

  delete(logicalPort: string): void {
    if (this.#ports.delete(logicalPort)) this.version++;
  }

  clear(): void {
    this.#ports.clear();
    this.version++;
  }

  sorted(): readonly string[] {
    return [...this.#ports].sort(compareText);
  }
}

export interface Owner {
  /** The chassis' name. */
  readonly name: string;
  /** Its row. */
  readonly chassis: Uuid;
  /** The name of the southbound database. */
  readonly db: string;
}

/** A binding that gets another chassis, or none. */
export interface Claim {
  readonly logicalPort: string;
  readonly chassis: string | undefined;
  readonly edit: RowEdit;
  readonly said: LogRecord;
}

/** Claims or gives up one binding, as the interfaces here demand; brings `held` up to date. Undefined when it stays as it is. */
export function settleClaim(
  rules: ControllerRules,
  local: LocalIndex,
  owner: Owner,
  held: HeldPorts,
  binding: Binding,
): Claim | undefined {
  const { logicalPort, chassis, uuid } = binding;
  const { table } = rules.binding;
  const about = { db: owner.db, table, uuid };
  const claim = (now: Owner | undefined, message: string): Claim => ({
    logicalPort,
    chassis: now?.name,
    edit: chassisEdit(rules, uuid, now),
    said: { level: 'INFO', module: 'binding', message, about, event: true },
  });
  if (!isHere(rules, local, binding)) {
    held.delete(logicalPort);
    return chassis === owner.name ? claim(undefined, `Releasing lport ${logicalPort} from this chassis.`) : undefined;
  }
  if (chassis === owner.name) {
    held.add(logicalPort);
    return undefined;
  }
  if (chassis !== undefined && held.has(logicalPort)) return undefined;
  held.add(logicalPort);
  return claim(
    owner,
    chassis === undefined
      ? `Claiming lport ${logicalPort} for this chassis.`
      : `Changing chassis for lport ${logicalPort} from ${chassis} to ${owner.name}`,
  );
}

/** The edit that writes the chassis of a binding; no owner unbinds it. */
export function chassisEdit(rules: ControllerRules, binding: Uuid, owner: Owner | undefined): RowEdit {
  const { table, chassis, chassisBy } = rules.binding;
  const value = chassisBy === 'name' ? (owner?.name ?? '') : owner === undefined ? [] : [owner.chassis];
  return { op: 'update', table, uuid: binding, row: { [chassis]: value } };
}

function isHere(rules: ControllerRules, local: LocalIndex, binding: Binding): boolean {
  if (local.has(binding.logicalPort)) return true;
  return rules.claimsContainers && binding.parent !== undefined && local.has(binding.parent);
}
