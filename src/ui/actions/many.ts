/** What is done with everything that is selected: delete, duplicate, copy, paste. Each is one action. */
import { machineKey, mirrorStore, northboundKey, parseEntity, selectAll, selectionStore } from '../state';
import type { EntityKey } from '../state';
import type { Edit, NetworkModel, TopologyView, Uuid } from '../bridge';
import { performAll } from './actions';
import { findPort, switchFor } from './edits';
import { say } from './notices';
import { isEmpty, looksLikeParts, makeParts, partsOf, readParts, wordsFor, writeParts } from './parts';
import type { Parts } from './parts';

const model = (): NetworkModel => mirrorStore.getState().model;

/** All switches and hypervisors. */
export function selectEverything(): void {
  const { switches, machines, topology } = model();
  const keys = [
    ...[...switches, ...(topology?.routers ?? [])].map(({ uuid }) => northboundKey(uuid)),
    ...machines.map(({ name }) => machineKey(name)),
  ];
  selectAll(keys);
  if (keys.length > 0) say(`${wordsFor(partsOf(model(), keys))} selected`, 'quiet');
}

export async function deleteSelected(): Promise<void> {
  const keys = selectionStore.getState().all;
  const edits = deletions(model(), keys);
  const [only] = edits;
  if (only === undefined) return;
  const words = edits.length === 1 ? nameOf(only) : wordsFor(partsOf(model(), keys)) || `${edits.length} interfaces`;
  if (!(await performAll(edits)).ok) return;
  selectAll([]);
  say(`${words} ${edits.length === 1 ? 'is' : 'are'} gone; Ctrl+Z brings ${edits.length === 1 ? 'it' : 'them'} back`);
}

/** A port of a switch that goes as well is gone with it; so is an interface of its hypervisor, or of its port. */
function deletions({ switches, machines, topology }: NetworkModel, keys: ReadonlySet<EntityKey>): readonly Edit[] {
  const has = (key: EntityKey) => keys.has(key);
  const gone = machines.filter(({ name }) => has(machineKey(name)));
  const staying = switches.filter(({ uuid }) => !has(northboundKey(uuid)));
  const interfaces = Array.from(keys, parseEntity).flatMap((entity): Edit[] => {
    if (entity?.kind !== 'vif' || has(machineKey(entity.machine))) return [];
    const vif = machines.find(({ name }) => name === entity.machine)?.vifs.find(({ name }) => name === entity.iface);
    return vif?.ifaceId == null ? [] : [{ kind: 'unplug', port: vif.ifaceId, machine: entity.machine }];
  });
  return [
    ...interfaces,
    ...staying
      .flatMap(({ ports }) => ports)
      .filter(({ uuid }) => has(northboundKey(uuid)))
      .map(({ uuid }): Edit => ({ kind: 'deletePort', port: uuid })),
    ...switches
      .filter(({ uuid }) => has(northboundKey(uuid)))
      .map(({ uuid }): Edit => ({ kind: 'deleteSwitch', switch: uuid })),
    ...topologyDeletions(topology, has),
    ...gone.map(({ name }): Edit => ({ kind: 'deleteMachine', machine: name })),
  ];
}

/** Routers, and what else is selected of a network of today; ports of a router that goes are gone with it. */
function topologyDeletions(topology: TopologyView | undefined, has: (key: EntityKey) => boolean): readonly Edit[] {
  if (topology === undefined) return [];
  const { routers, loadBalancers, portGroups, addressSets, dhcp } = topology;
  const chosen = <T extends { readonly uuid: Uuid }>(all: readonly T[]) =>
    all.filter(({ uuid }) => has(northboundKey(uuid)));
  const staying = routers.filter(({ uuid }) => !has(northboundKey(uuid)));
  return [
    ...chosen(staying.flatMap(({ ports }) => ports)).map(({ name }): Edit => ({
      kind: 'deleteRouterPort',
      port: name,
    })),
    ...chosen(routers).map(({ uuid }): Edit => ({ kind: 'deleteRouter', router: uuid })),
    ...chosen(loadBalancers).map(({ uuid }): Edit => ({ kind: 'deleteLoadBalancer', loadBalancer: uuid })),
    ...chosen(portGroups).map(({ name }): Edit => ({ kind: 'deletePortGroup', group: name })),
    ...chosen(addressSets).map(({ name }): Edit => ({ kind: 'deleteAddressSet', name })),
    ...chosen(dhcp).map(({ uuid }): Edit => ({ kind: 'deleteDhcp', dhcp: uuid })),
  ];
}

function nameOf(edit: Edit): string {
  const { switches } = model();
  if (edit.kind === 'deleteSwitch') return switches.find(({ uuid }) => uuid === edit.switch)?.name || 'It';
  if (edit.kind === 'deletePort') return findPort(edit.port)?.name ?? 'It';
  if (edit.kind === 'deleteRouter')
    return model().topology?.routers.find(({ uuid }) => uuid === edit.router)?.name || 'It';
  return edit.kind === 'deleteMachine' ? edit.machine : edit.kind === 'unplug' ? `The interface of ${edit.port}` : 'It';
}

/** Made anew beside itself, with fresh names and addresses. */
export async function duplicateSelected(): Promise<void> {
  await make(partsOf(model(), selectionStore.getState().all));
}

/** What is selected, as a text for the clipboard; null when that is nothing that can be made anew. */
export function copyText(): string | null {
  const parts = partsOf(model(), selectionStore.getState().all);
  if (isEmpty(parts)) return null;
  say(`${wordsFor(parts)} copied`, 'quiet');
  return writeParts(parts);
}

export async function copySelected(): Promise<void> {
  const text = copyText();
  if (text !== null) await navigator.clipboard.writeText(text);
}

/** False for a text that is nothing of this kind. */
export function pasteParts(text: string): boolean {
  if (!looksLikeParts(text)) return false;
  const parts = readParts(text);
  if (parts === null) say('What was pasted is damaged: it does not say what to add.', 'bad');
  else void make(parts);
  return true;
}

async function make(parts: Parts): Promise<void> {
  if (isEmpty(parts)) return;
  const into = switchFor(selectionStore.getState().selected);
  if (parts.ports.length > 0 && into === null) {
    say('These ports need a switch to be in. Add one first.', 'bad');
    return;
  }
  const made = makeParts(parts, model(), into);
  if (!(await performAll(made.edits)).ok) return;
  const now = model();
  const named = new Set([...made.switches, ...made.ports]);
  selectAll([
    ...now.switches.flatMap((sw) => (made.switches.includes(sw.name) ? [northboundKey(sw.uuid)] : [])),
    ...now.switches.flatMap((sw) =>
      sw.ports.filter(({ name }) => named.has(name)).map(({ uuid }) => northboundKey(uuid)),
    ),
    ...made.machines.map(machineKey),
  ]);
  const words = wordsFor(parts);
  say(`${words} ${/^1 [^,]*$/.test(words) && !words.includes(' and ') ? 'is' : 'are'} added; Ctrl+Z takes back`);
}
