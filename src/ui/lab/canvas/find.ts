/** What on the graph has a text in its name or addresses; pure. */
import type { NetworkModel } from '../../bridge';
import { inNameOrder, machineKey, northboundKey, vifKey } from '../../state';
import type { EntityKey } from '../../state';
import { machineNodeId, switchNodeId } from './graph';
import { routerNodeId } from './router-nodes';

export interface Hit {
  readonly key: EntityKey;
  /** The card that it is or stands on. */
  readonly card: string;
}

/** Names, MAC and IP addresses, whatever the case. */
export function hitsOf({ switches, machines, topology }: NetworkModel, text: string): readonly Hit[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const has = (...words: readonly (string | null)[]) => words.some((word) => word?.toLowerCase().includes(wanted));
  return [
    ...inNameOrder(switches).flatMap((sw) => [
      ...(has(sw.name) ? [{ key: northboundKey(sw.uuid), card: switchNodeId(sw) }] : []),
      ...inNameOrder(sw.ports)
        .filter((port) => has(port.name, ...port.macs, ...port.portSecurity))
        .map((port) => ({ key: northboundKey(port.uuid), card: switchNodeId(sw) })),
    ]),
    ...inNameOrder(topology?.routers ?? []).flatMap((router) => {
      const found = has(router.name, ...router.ports.flatMap(({ name, mac, networks }) => [name, mac, ...networks]));
      return found ? [{ key: northboundKey(router.uuid), card: routerNodeId(router) }] : [];
    }),
    ...inNameOrder(machines).flatMap((machine) => [
      ...(has(machine.name, machine.systemId, machine.encapIp)
        ? [{ key: machineKey(machine.name), card: machineNodeId(machine.name) }]
        : []),
      ...inNameOrder(machine.vifs)
        .filter((vif) => has(vif.name))
        .map((vif) => ({ key: vifKey(machine.name, vif.name), card: machineNodeId(machine.name) })),
    ]),
  ];
}
