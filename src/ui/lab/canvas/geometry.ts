/**
 * The size of every card and the place of everything on it; pure. Cards are laid
 * out from these numbers, so that lines and packets are drawn without measuring,
 * and a layout can be made before anything is on the screen.
 */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface SwitchLayout {
  readonly width: number;
  readonly height: number;
  /** Height of the line that stands for the switch itself: ports hang from it. */
  readonly bus: number;
  readonly ports: readonly Box[];
}

export interface VifLayout {
  /** The interface, with the containers behind it. */
  readonly box: Box;
  readonly chip: Box;
  readonly containers: readonly Box[];
}

export interface MachineLayout {
  readonly width: number;
  readonly height: number;
  readonly bridge: Box;
  readonly vifs: readonly VifLayout[];
  readonly tables: readonly Box[];
  /** Top of each line that says what is wrong. */
  readonly warnings: readonly number[];
}

const chip = { width: 104, height: 26, gap: 8 };
const titleHeight = 36;
const cell = { width: 22, height: 17, gap: 4 };
const container = { height: 20, gap: 3, inset: 5 };
const warning = { height: 22, gap: 4 };
const frame = { margin: 10, padding: 9, below: 18 };

/** Ports in rows that keep the card wider than high. */
export function switchLayout(ports: number): SwitchLayout {
  const columns = ports <= 4 ? Math.max(2, ports) : Math.min(10, Math.max(4, Math.ceil(Math.sqrt(ports * 1.6))));
  const rows = Math.max(1, Math.ceil(ports / columns));
  const pad = 12;
  const bus = titleHeight + 3;
  const top = bus + 10;
  return {
    width: 2 * pad + columns * (chip.width + chip.gap) - chip.gap,
    height: top + rows * (chip.height + chip.gap) - chip.gap + pad,
    bus,
    ports: Array.from({ length: ports }, (_, index) => ({
      x: pad + (index % columns) * (chip.width + chip.gap),
      y: top + Math.floor(index / columns) * (chip.height + chip.gap),
      width: chip.width,
      height: chip.height,
    })),
  };
}

/** `containers`: how many there are behind each interface. */
export function machineLayout(containers: readonly number[], tables: number, warnings: number): MachineLayout {
  const columns =
    containers.length <= 3
      ? Math.max(1, containers.length)
      : Math.min(6, Math.ceil(Math.sqrt(containers.length * 1.6)));
  const left = frame.margin + frame.padding;
  const width = Math.max(258, 2 * left + columns * (chip.width + chip.gap) - chip.gap);
  const vifs: VifLayout[] = [];
  let y = titleHeight + frame.padding;
  for (let start = 0; start < containers.length; start += columns) {
    const row = containers.slice(start, start + columns);
    row.forEach((count, column) => vifs.push(vifLayout(left + column * (chip.width + chip.gap), y, count)));
    y += Math.max(...row.map(vifHeight)) + chip.gap;
  }
  if (containers.length === 0) y += chip.height + chip.gap;
  const perRow = Math.floor((width - 2 * left + cell.gap) / (cell.width + cell.gap));
  const cells = Array.from({ length: tables }, (_, index) => ({
    x: left + (index % perRow) * (cell.width + cell.gap),
    y: y + Math.floor(index / perRow) * (cell.height + cell.gap),
    width: cell.width,
    height: cell.height,
  }));
  const tableRows = Math.ceil(tables / perRow);
  const bottom = tableRows === 0 ? y - chip.gap : y + tableRows * (cell.height + cell.gap) - cell.gap;
  const bridge = {
    x: frame.margin,
    y: titleHeight,
    width: width - 2 * frame.margin,
    height: bottom + frame.below - titleHeight,
  };
  const below = bridge.y + bridge.height + frame.margin;
  return {
    width,
    height: below + warnings * (warning.height + warning.gap),
    bridge,
    vifs,
    tables: cells,
    warnings: Array.from({ length: warnings }, (_, index) => below - 4 + index * (warning.height + warning.gap)),
  };
}

function vifHeight(containers: number): number {
  return (
    chip.height +
    (containers === 0 ? 0 : containers * (container.height + container.gap) + container.inset - container.gap + 1)
  );
}

function vifLayout(x: number, y: number, containers: number): VifLayout {
  return {
    box: { x, y, width: chip.width, height: vifHeight(containers) },
    chip: { x, y, width: chip.width, height: chip.height },
    containers: Array.from({ length: containers }, (_, index) => ({
      x: x + container.inset,
      y: y + chip.height + index * (container.height + container.gap),
      width: chip.width - 2 * container.inset,
      height: container.height,
    })),
  };
}

export function centre(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export function moved(box: Box, by: Point): Box {
  return { ...box, x: box.x + by.x, y: box.y + by.y };
}

/** The smallest box around all of them. */
export function boundsOf(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function overlaps(a: Box, b: Box, gap: number): boolean {
  return (
    a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap
  );
}
