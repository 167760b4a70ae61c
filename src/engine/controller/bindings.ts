/**
 * The rows that bind logical ports, indexed by everything a change can reach
 * them through: name, parent, chassis, logical datapath.
 */
import type { Uuid } from '../base';
import {
  getNumber,
  getOptionalNumber,
  getOptionalString,
  getOptionalUuid,
  getString,
  getUuid,
  type Row,
  type DatabaseView,
} from '../ovsdb';
import { discard, include } from './index-sets';
import type { ControllerRules } from './rules';

/** One logical port and where it is. */
export interface Binding {
  readonly uuid: Uuid;
  readonly logicalPort: string;
  readonly tunnelKey: number;
  readonly datapath: Uuid;
  /** For a container: the VM's logical port and the VLAN tag between them. */
  readonly parent: string | undefined;
  readonly tag: number | undefined;
  /** The name of the chassis it is on. */
  readonly chassis: string | undefined;
}

export class BindingIndex {
  readonly #rows = new Map<Uuid, Binding>();
  readonly #byPort = new Map<string, Binding>();
  readonly #byParent = new Map<string, Set<Uuid>>();
  readonly #byChassis = new Map<string, Set<Uuid>>();
  readonly #byDatapath = new Map<Uuid, Set<Uuid>>();

  clear(): void {
    for (const map of [this.#rows, this.#byPort, this.#byParent, this.#byChassis, this.#byDatapath]) map.clear();
  }

  all(): Iterable<Binding> {
    return this.#rows.values();
  }

  get(uuid: Uuid): Binding | undefined {
    return this.#rows.get(uuid);
  }

  /** Puts a binding in the place of the one that had its UUID, or takes that one away. */
  set(uuid: Uuid, binding: Binding | undefined): void {
    const old = this.#rows.get(uuid);
    if (old !== undefined) {
      this.#rows.delete(uuid);
      if (this.#byPort.get(old.logicalPort) === old) this.#byPort.delete(old.logicalPort);
      discard(this.#byParent, old.parent, uuid);
      discard(this.#byChassis, old.chassis, uuid);
      discard(this.#byDatapath, old.datapath, uuid);
    }
    if (binding === undefined) return;
    this.#rows.set(uuid, binding);
    this.#byPort.set(binding.logicalPort, binding);
    include(this.#byParent, binding.parent, uuid);
    include(this.#byChassis, binding.chassis, uuid);
    include(this.#byDatapath, binding.datapath, uuid);
  }

  ofPort(logicalPort: string): Binding | undefined {
    return this.#byPort.get(logicalPort);
  }

  /** The port itself and the containers behind it. */
  behind(logicalPort: string): readonly Binding[] {
    const own = this.#byPort.get(logicalPort);
    const containers = this.#listed(this.#byParent.get(logicalPort));
    return own === undefined || own.parent === logicalPort ? containers : [own, ...containers];
  }

  onChassis(chassis: string): readonly Binding[] {
    return this.#listed(this.#byChassis.get(chassis));
  }

  inDatapath(datapath: Uuid): readonly Binding[] {
    return this.#listed(this.#byDatapath.get(datapath));
  }

  hasDatapath(datapath: Uuid): boolean {
    return this.#byDatapath.has(datapath);
  }

  /** The tunnel key of a port of this datapath; other datapaths' ports are unknown to its rows. */
  keyOf(datapath: Uuid, logicalPort: string): number | undefined {
    const binding = this.#byPort.get(logicalPort);
    return binding?.datapath === datapath ? binding.tunnelKey : undefined;
  }

  #listed(uuids: ReadonlySet<Uuid> | undefined): readonly Binding[] {
    const found: Binding[] = [];
    for (const uuid of uuids ?? []) {
      const binding = this.#rows.get(uuid);
      if (binding !== undefined) found.push(binding);
    }
    return found;
  }
}

export function readBinding(sb: DatabaseView, rules: ControllerRules, row: Row): Binding {
  const { binding: columns } = rules;
  return {
    uuid: row._uuid,
    logicalPort: getString(row, columns.logicalPort),
    tunnelKey: getNumber(row, columns.tunnelKey),
    datapath: getUuid(row, columns.datapath),
    parent: nonEmpty(getOptionalString(row, columns.parent)),
    tag: getOptionalNumber(row, columns.tag),
    chassis: readChassis(sb, rules, row),
  };
}

function readChassis(sb: DatabaseView, rules: ControllerRules, row: Row): string | undefined {
  const { chassis, chassisBy } = rules.binding;
  if (chassisBy === 'name') return nonEmpty(getString(row, chassis));
  const uuid = getOptionalUuid(row, chassis);
  const found = uuid === undefined ? undefined : sb.row('Chassis', uuid);
  return found === undefined ? undefined : getString(found, 'name');
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
