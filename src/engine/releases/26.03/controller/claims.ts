/**
 * What a controller writes into Port_Binding (controller/binding.c and if-status.c of OVN): ports that
 * are here are claimed, and given up when they are not any more.
 */
import type { LogRecord, Uuid } from '../../../base';
import type { RowValues } from '../../../ovsdb';
import { canBind, type Presence, type Role } from './bindings';
import type { Port } from './facts/southbound';
import type { Self, World } from './facts/world';

/** As what a port is to be claimed; undefined if it is not. */
export function claimOf(world: World, self: Self, port: Port, presence: Presence | undefined): Role | undefined {
  switch (port.type) {
    case 'vif':
      return presence?.attracts ? canBind(self, port) : undefined;
    case 'container':
    case 'mirror': {
      const parent = world.port(port.type === 'mirror' ? port.mirroredPort : port.parent);
      return presence?.attracts && parent !== undefined ? canBind(self, parent) : undefined;
    }
    case 'virtual':
      return presence?.attracts ? 'main' : undefined;
    case 'l2gateway':
    case 'l3gateway':
    case 'chassisredirect':
    case 'external':
      return presence?.hasZone ? canBind(self, port) : undefined;
    case 'patch':
      return port.requestedChassis === self.uuid ? 'main' : undefined;
    case 'localport':
    case 'localnet':
    case 'remote':
    case 'vtep':
    case 'unknown':
      return undefined;
  }
}

export interface Binding {
  readonly up: boolean | undefined;
  /** Whether it may be said to be up: a container not before the port that it is behind. */
  readonly mayBeUp: boolean;
  /** The encapsulation that was chosen for it, where its chassis has several. */
  readonly encap: Uuid | undefined;
  /** Encapsulations of this chassis. */
  readonly ownEncaps: ReadonlySet<Uuid>;
}

/** The columns that are to be other than they are; undefined when all is as it should be. */
export function bindingEdit(self: Self, port: Port, claim: Role | undefined, binding: Binding): RowValues | undefined {
  const { uuid } = self;
  const withoutSelf = {
    ...(port.additionalChassis.includes(uuid)
      ? { additional_chassis: port.additionalChassis.filter((other) => other !== uuid) }
      : {}),
    ...(port.additionalEncaps.some((encap) => binding.ownEncaps.has(encap))
      ? { additional_encap: port.additionalEncaps.filter((encap) => !binding.ownEncaps.has(encap)) }
      : {}),
  };
  const edit: RowValues =
    claim === 'main'
      ? {
          ...withoutSelf,
          ...(port.chassis === uuid ? {} : { chassis: [uuid] }),
          ...(port.encap === binding.encap ? {} : { encap: optional(binding.encap) }),
          ...(binding.up === false && binding.mayBeUp ? { up: [true] } : {}),
        }
      : claim === 'additional'
        ? {
            ...(port.chassis === uuid ? { chassis: [] } : {}),
            ...(port.additionalChassis.includes(uuid) ? {} : { additional_chassis: [...port.additionalChassis, uuid] }),
            ...(binding.encap === undefined || port.additionalEncaps.includes(binding.encap)
              ? {}
              : { additional_encap: [...port.additionalEncaps, binding.encap] }),
          }
        : { ...withoutSelf, ...(port.chassis === uuid ? released(port, binding) : {}) };
  return Object.keys(edit).length === 0 ? undefined : edit;
}

/** What is said of an edit. */
export function claimRecords({ uuid }: Self, { name, macs }: Port, edit: RowValues): readonly LogRecord[] {
  const say = (message: string): LogRecord => ({ level: 'INFO', module: 'binding', message, event: true });
  const { chassis, up } = edit;
  const isClaimed = Array.isArray(chassis) && chassis.includes(uuid);
  return [
    ...(isClaimed ? [say(`Claiming lport ${name} for this chassis.`)] : []),
    ...(isClaimed ? macs.map((mac) => say(`${name}: Claiming ${mac}`)) : []),
    ...(Array.isArray(chassis) && !isClaimed ? [say(`Releasing lport ${name} from this chassis (sb_readonly=0)`)] : []),
    ...(Array.isArray(up) && up[0] === true ? [say(`Setting lport ${name} up in Southbound`)] : []),
    ...(Array.isArray(up) && up[0] === false ? [say(`Setting lport ${name} down in Southbound`)] : []),
  ];
}

function released({ encap, virtualParent }: Port, { up }: Binding): RowValues {
  return {
    chassis: [],
    ...(encap === undefined ? {} : { encap: [] }),
    ...(virtualParent === undefined ? {} : { virtual_parent: [] }),
    ...(up === true ? { up: [false] } : {}),
  };
}

function optional(uuid: Uuid | undefined): readonly Uuid[] {
  return uuid === undefined ? [] : [uuid];
}
