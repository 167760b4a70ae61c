/** What one card adds to the scene. A part depends on its node alone, and is kept as long as the node is. */
import type { NetworkModel, Uuid } from '../../bridge';
import { machineKey, northboundKey, vifKey } from '../../state';
import type { EntityKey } from '../../state';
import { bindingCurve } from './curves';
import { moved } from './geometry';
import type { Box } from './geometry';
import type { MachineNode, SwitchNode } from './graph';
import { bindingId, containerKey, tableKey } from './lines';
import type { BindingLine, Bus } from './lines';

interface Part {
  readonly card: Box;
  /** By key, the card's own among them. */
  readonly boxes: readonly (readonly [string, Box])[];
  /** Where everything is that is folded away. */
  readonly more: Box | null;
}

/** Where lines to a port end. */
export interface PortPlace {
  readonly box: Box;
  readonly color: string;
  readonly about: readonly EntityKey[];
  /** Of a port that is folded away: its switch. */
  readonly folded: Uuid | null;
}

export interface SwitchPart extends Part {
  readonly uuid: Uuid;
  readonly key: EntityKey;
  readonly bus: Bus;
  /** By the port's name, in order. */
  readonly shown: readonly (readonly [string, PortPlace])[];
  /** One place for all that are folded away. */
  readonly folded: PortPlace | null;
}

export interface MachinePart extends Part {
  readonly name: string;
  /** The number of interfaces that stand on the card. */
  readonly shown: number;
  /** Lines from the machine's interfaces to their ports; those that end where they did are the same objects. */
  readonly lines: (ports: ReadonlyMap<string, PortPlace>) => readonly BindingLine[];
}

export function switchPart({ data, position }: SwitchNode): SwitchPart {
  const { sw, layout, fold } = data;
  const key = northboundKey(sw.uuid);
  const color = data.color.replace(/^var\((.*)\)$/, '$1');
  const card = { ...position, width: layout.width, height: layout.height };
  const boxAt = (index: number) => {
    const own = layout.ports[index];
    return own ? moved(own, position) : null;
  };
  const boxes: [string, Box][] = [[key, card]];
  const shown: [string, PortPlace][] = [];
  data.ports.forEach((port, index) => {
    const box = boxAt(index);
    if (!box) return;
    boxes.push([northboundKey(port.uuid), box]);
    shown.push([port.name, { box, color, about: [northboundKey(port.uuid), key], folded: null }]);
  });
  // What is folded away is where the card says how many more there are.
  const more = fold.more > 0 ? boxAt(fold.shown) : null;
  return {
    uuid: sw.uuid,
    key,
    card,
    boxes,
    more,
    bus: { y: position.y + layout.bus, color },
    shown,
    folded: more && { box: more, color, about: [key], folded: sw.uuid },
  };
}

/** An end of a line on a machine's card. */
interface End {
  readonly id: string;
  readonly port: string;
  readonly box: Box;
  readonly up: boolean;
  readonly about: readonly EntityKey[];
}

export function machinePart({ data, position }: MachineNode): MachinePart {
  const { machine, layout, fold } = data;
  const { name } = machine;
  const key = machineKey(name);
  const card = { ...position, width: layout.width, height: layout.height };
  const boxes: [string, Box][] = [[key, card]];
  data.tables.forEach((table, index) => {
    const own = layout.tables[index];
    if (own) boxes.push([tableKey(name, table), moved(own, position)]);
  });
  const ends: End[] = [];
  data.vifs.forEach(({ vif, port, state, containers }, index) => {
    const own = layout.vifs[index];
    if (!own) return;
    const box = moved(own.chip, position);
    const about = [key, vifKey(name, vif.name)];
    const end = (to: string, at: Box, up: boolean): End => ({
      id: bindingId(name, vif.name, to),
      port: to,
      box: at,
      up,
      about,
    });
    boxes.push([vifKey(name, vif.name), box]);
    if (port) ends.push(end(port.name, box, state === 'up'));
    containers.forEach((inner, nth) => {
      const place = own.containers[nth];
      if (!place) return;
      const inside = moved(place, position);
      boxes.push([containerKey(name, vif.name, inner.name), inside]);
      ends.push(end(inner.name, inside, inner.machine === name && inner.up !== false));
    });
  });
  const place = fold.more > 0 ? layout.vifs[fold.shown] : undefined;
  const more = place ? moved(place.chip, position) : null;
  const folded = more ? machine.vifs.slice(fold.shown).flatMap(({ ifaceId }) => ifaceId ?? []) : [];
  return { name, card, boxes, more, shown: fold.shown, lines: linesFrom(name, ends, more, folded) };
}

function linesFrom(machine: string, ends: readonly End[], more: Box | null, folded: readonly string[]) {
  const known = new Map<string, { readonly place: PortPlace; readonly line: BindingLine }>();
  const lineTo = (place: PortPlace, { id, box, up, about }: Omit<End, 'port'>): BindingLine => {
    const before = known.get(id);
    if (before?.place === place) return before.line;
    const { color } = place;
    const curve = bindingCurve(place.box, box);
    const line: BindingLine = { kind: 'binding', id, curve, color, up, about: [...place.about, ...about] };
    known.set(id, { place, line });
    return line;
  };
  return (ports: ReadonlyMap<string, PortPlace>): readonly BindingLine[] => {
    const lines: BindingLine[] = [];
    // One line for all interfaces that are folded away and lead to the same place.
    if (more) {
      const led = new Set<PortPlace>();
      for (const port of folded) {
        const place = ports.get(port);
        if (!place || led.has(place)) continue;
        led.add(place);
        const id = bindingId(machine, 'more', place.folded ?? port);
        lines.push(lineTo(place, { id, box: more, up: true, about: [machineKey(machine)] }));
      }
    }
    for (const end of ends) {
      const place = ports.get(end.port);
      if (place) lines.push(lineTo(place, end));
    }
    return lines;
  };
}

/** Boxes of ports and interfaces that are folded away, by key. */
export function foldedBoxes(
  switches: readonly SwitchPart[],
  machines: readonly MachinePart[],
  model: NetworkModel,
): ReadonlyMap<string, Box> {
  const boxes = new Map<string, Box>();
  const upper = new Map(switches.map((part) => [part.uuid, part]));
  for (const { uuid, ports } of model.switches) {
    const part = upper.get(uuid);
    if (part?.more) for (const port of ports.slice(part.shown.length)) boxes.set(northboundKey(port.uuid), part.more);
  }
  const lower = new Map(machines.map((part) => [part.name, part]));
  for (const { name, vifs } of model.machines) {
    const part = lower.get(name);
    if (part?.more) for (const vif of vifs.slice(part.shown)) boxes.set(vifKey(name, vif.name), part.more);
  }
  return boxes;
}
