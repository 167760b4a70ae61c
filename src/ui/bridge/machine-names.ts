/**
 * Follows machines through renaming, also when it is undone. Saved packets and places
 * on the canvas name machines but are no part of history.
 */
import type { Deployment } from '../../engine/releases';
import type { Uuid } from '../../engine/base';
import type { Update } from '../../engine/sim';

/** The new names by the old ones that an update brought; empty for nearly all of them. */
export type Renames = ReadonlyMap<string, string>;

/** A machine is known by the root row of its own database, which its name does not touch. */
export function watchMachineNames(deployment: Deployment): (update: Update) => Renames {
  let known = rootsOf(deployment);
  return ({ machinesAdded, machinesRemoved }) => {
    const renames = new Map<string, string>();
    if (machinesAdded.length + machinesRemoved.length === 0) return renames;
    const before = known;
    known = rootsOf(deployment);
    const names = new Map(Array.from(known, ([name, root]) => [root, name] as const));
    for (const [name, root] of before) {
      const now = names.get(root);
      if (now !== undefined && now !== name && !known.has(name)) renames.set(name, now);
    }
    return renames;
  };
}

function rootsOf(deployment: Deployment): ReadonlyMap<string, Uuid> {
  const roots = new Map<string, Uuid>();
  for (const [name, { ovs }] of deployment.machines) {
    for (const [root] of ovs.rows('Open_vSwitch')) roots.set(name, root);
  }
  return roots;
}
