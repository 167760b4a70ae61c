/** What people call what OVN knows by an id of Neutron: a network's switch, a port, an interface by its iface-id. */
import { useMirror, usePreferences } from './hooks';
import type { OpenStackView } from '../bridge';

const SWITCH = 'neutron-';

/** One map for each view, which stays the same object as long as nothing about it changes. */
const known = new WeakMap<OpenStackView, ReadonlyMap<string, string>>();

const NOBODY: ReadonlyMap<string, string> = new Map();

/** Names of switches and ports in OVN, and what to call them. */
export function openstackNames(view: OpenStackView | null): ReadonlyMap<string, string> {
  if (view === null) return NOBODY;
  const before = known.get(view);
  if (before !== undefined) return before;
  const servers = new Map(view.servers.flatMap(({ name, ports }) => ports.map((port) => [port, name] as const)));
  const names = new Map<string, string>();
  for (const { id, name } of view.networks) if (name !== '') names.set(SWITCH + id, name);
  for (const { id, name, owner } of view.ports) {
    const called = name || servers.get(id) || owner.replace(/^network:/, '');
    if (called !== '') names.set(id, called);
  }
  known.set(view, names);
  return names;
}

/** What a switch or a port of OVN is to be called on the page. */
export function useShownName(name: string): string {
  const layer = usePreferences((p) => p.neutronLayer);
  return useMirror((mirror) => (layer ? (openstackNames(mirror.openstack).get(name) ?? name) : name));
}
