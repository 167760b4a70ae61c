/** Where a packet can enter and whom it can be for, and the addresses that go with that. */
import { draftOfLayers } from './draft';
import type { Draft } from './draft';
import { inNameOrder } from '../../state';
import type { NetworkModel, PortView } from '../../bridge';
import { encode, PRESETS } from '../../../packets';
import type { Endpoints, LayerSpec, PresetName } from '../../../packets';

export interface EntryPoint {
  readonly value: string;
  readonly label: string;
  readonly machine: string;
  readonly iface: string;
  readonly ofport: number | null;
  /** The logical port that sends: the interface's own, or a container's behind it. */
  readonly port: PortView | null;
  /** What the packet is said to come from. */
  readonly name: string;
}

/** Every interface that a packet can enter by, and every container behind one. */
export function entryPoints(model: NetworkModel): readonly EntryPoint[] {
  const ports = model.switches.flatMap((sw) => sw.ports);
  return inNameOrder(model.machines).flatMap((machine) =>
    inNameOrder(machine.vifs).flatMap((vif) => {
      const common = { machine: machine.name, iface: vif.name, ofport: vif.ofport };
      const port = ports.find((candidate) => candidate.name === vif.ifaceId) ?? null;
      const where = `${vif.name} on ${machine.name}`;
      const own: EntryPoint = {
        ...common,
        value: `${machine.name} ${vif.name}`,
        label: vif.ifaceId === null ? where : `${vif.ifaceId} (${where})`,
        port,
        name: vif.ifaceId ?? vif.name,
      };
      const inside = ports.filter((candidate) => vif.ifaceId !== null && candidate.parent === vif.ifaceId);
      return [
        own,
        ...inside.map((container) => ({
          ...common,
          value: `${own.value} ${container.name}`,
          label: `${container.name} (in ${vif.ifaceId ?? ''}, VLAN ${container.tag ?? 0})`,
          port: container,
          name: container.name,
        })),
      ];
    }),
  );
}

export interface Receiver {
  readonly value: string;
  readonly label: string;
  readonly port: PortView;
}

/** Ports with an address, those of the sender's own switch first. */
export function receivers(model: NetworkModel, entry: EntryPoint | undefined): readonly Receiver[] {
  const own = entry?.port?.switch;
  const switches = inNameOrder(model.switches).toSorted((a, b) => Number(b.uuid === own) - Number(a.uuid === own));
  return switches.flatMap((sw) =>
    inNameOrder(sw.ports)
      .filter((port) => port.uuid !== entry?.port?.uuid && macOf(port) !== undefined)
      .map((port) => ({
        value: port.uuid,
        label: sw.uuid === own ? port.name : `${port.name} (${sw.name})`,
        port,
      })),
  );
}

/**
 * Addresses of sender and receiver. IP addresses are counted where the ports have none; a packet for another switch
 * goes to the router's port on this one.
 */
export function endsOf(model: NetworkModel, entry: EntryPoint | undefined, to: Receiver | undefined): Endpoints {
  const tag = entry?.port?.parent == null ? null : entry.port.tag;
  const placeIn = (port: PortView | null | undefined) =>
    model.switches.find((sw) => sw.uuid === port?.switch)?.ports.findIndex((own) => own.uuid === port?.uuid) ?? -1;
  const own = Math.max(0, placeIn(entry?.port));
  const peer = placeIn(to?.port);
  const isBeyond = entry?.port && to && to.port.switch !== entry.port.switch;
  return {
    ethSrc: macOf(entry?.port) ?? '00:00:00:00:00:01',
    ethDst: (isBeyond && routerMac(model, entry.port?.switch)) || (macOf(to?.port) ?? '00:00:00:00:00:02'),
    ipSrc: ipv4Of(entry?.port) ?? `10.0.0.${(own % 250) + 1}`,
    ipDst: ipv4Of(to?.port) ?? `10.0.0.${((peer < 0 ? own + 1 : peer) % 250) + 1}`,
    ...(tag === null ? {} : { vlan: tag }),
  };
}

/** Of the first router on a switch. */
function routerMac(model: NetworkModel, sw: string | undefined): string | undefined {
  const names = model.switches.find(({ uuid }) => uuid === sw)?.ports.flatMap(({ routerPort }) => routerPort ?? []);
  const ports = model.topology?.routers.flatMap((router) => router.ports) ?? [];
  return ports.find(({ name }) => names?.includes(name))?.mac;
}

/** A preset between these ends; what a container sends is tagged. */
export function draftOfPreset(preset: PresetName, ends: Endpoints, entry: EntryPoint | undefined): Draft {
  const layers: readonly LayerSpec[] = PRESETS[preset].build(ends);
  const tag = entry?.port?.parent == null ? null : entry.port.tag;
  const tagged = layers.some(({ protocol }) => protocol === 'vlan');
  const all = tag === null || tagged ? layers : layers.toSpliced(1, 0, { protocol: 'vlan', vid: tag });
  if (!encode(all).ok) throw new Error(`The preset ${preset} makes no packet.`);
  return draftOfLayers(all);
}

/** What addresses say word by word: `MAC`, or `MAC IP IP` as today. */
function wordsOf(port: PortView | null | undefined): readonly string[] {
  return port?.macs.flatMap((each) => each.split(/\s+/)) ?? [];
}

function macOf(port: PortView | null | undefined): string | undefined {
  return wordsOf(port).find((word) => /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(word));
}

function ipv4Of(port: PortView | null | undefined): string | undefined {
  return wordsOf(port).find((word) => /^\d+\.\d+\.\d+\.\d+$/.test(word));
}
