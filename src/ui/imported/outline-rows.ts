/** The lines of the outline: a tree of what the databases describe, as a list of what is open. */
import { counted } from '../kit';
import type { DatapathView, ImportedNetwork, PortView } from '../bridge/imported';
import { inOrder } from './in-order';
import { thingOfRow, type Thing } from './things';

export interface OutlineLine {
  readonly key: string;
  readonly level: 1 | 2 | 3;
  readonly label: string;
  readonly aside: string;
  /** Of what can be opened. */
  readonly isOpen: boolean | null;
  readonly thing: Thing | null;
  readonly mark: 'switch' | 'router' | 'up' | 'down' | 'none';
}

/** `toggled`: what was opened, or closed among the two lists that are open at first. With a text everything that has it is open. */
export function outlineLines(
  network: ImportedNetwork,
  toggled: ReadonlySet<string>,
  text: string,
): readonly OutlineLine[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (...texts: readonly string[]) => {
    const all = texts.join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  };
  const lines: OutlineLine[] = [];
  const group = (title: string, count: number, isOpenAtFirst: boolean, members: () => readonly OutlineLine[]) => {
    const key = `group:${title}`;
    const found = words.length > 0 ? members() : null;
    if (found !== null ? found.length === 0 : count === 0) return;
    const isOpen = found !== null || toggled.has(key) !== isOpenAtFirst;
    const aside = (found === null ? count : found.filter(({ level }) => level === 2).length).toLocaleString('en');
    lines.push({ key, level: 1, label: title, aside, isOpen, thing: null, mark: 'none' });
    if (isOpen) for (const line of found ?? members()) lines.push(line);
  };
  const datapaths = (kind: 'switch' | 'router') =>
    inOrder(
      network.datapaths.filter((datapath) => (datapath.kind ?? 'switch') === kind),
      ({ title }) => title,
    );
  for (const [title, kind] of [
    ['Switches', 'switch'],
    ['Routers', 'router'],
  ] as const) {
    const all = datapaths(kind);
    group(title, all.length, all.length <= MOST_OPEN, () =>
      all.flatMap((datapath) => datapathLines(datapath, toggled, words.length > 0 ? fits : null)),
    );
  }
  group('Chassis', network.chassis.length, network.chassis.length <= MOST_OPEN, () =>
    inOrder(network.chassis, ({ title }) => title)
      .filter(({ title, name, encaps }) => fits(title, name, ...encaps))
      .map(({ title, encaps, row }) => ({
        key: `chassis:${row.uuid}`,
        level: 2,
        label: title,
        aside: encaps[0] ?? '',
        isOpen: null,
        thing: thingOfRow(row),
        mark: 'none',
      })),
  );
  for (const { title, rows } of network.collections)
    group(title, rows.length, false, () =>
      rows
        .filter((row) => fits(row.title, row.aside))
        .map((row) => ({
          key: `row:${row.uuid}`,
          level: 2,
          label: row.title,
          aside: row.aside,
          isOpen: null,
          thing: thingOfRow(row),
          mark: 'none',
        })),
    );
  return lines;
}

/** Lists that are no longer are open at first. */
const MOST_OPEN = 80;

function datapathLines(
  datapath: DatapathView,
  toggled: ReadonlySet<string>,
  fits: ((...texts: readonly string[]) => boolean) | null,
): readonly OutlineLine[] {
  const { id, title, name, kind, ports } = datapath;
  const key = `dp:${id}`;
  const own = fits === null || fits(title, name);
  const shown =
    fits === null
      ? ports
      : ports.filter((port) => fits(port.title, port.name, port.type, port.network ?? '', ...port.addresses));
  if (!own && shown.length === 0) return [];
  const isOpen = ports.length === 0 ? null : fits === null ? toggled.has(key) : shown.length > 0;
  const line: OutlineLine = {
    key,
    level: 2,
    label: title,
    aside: counted(ports.length, 'port'),
    isOpen,
    thing: { kind: 'datapath', id },
    mark: kind ?? 'switch',
  };
  return isOpen === true ? [line, ...inOrder(shown, orderOf).map((port) => portLine(id, port))] : [line];
}

/** By type, those of machines first; then by name. */
function orderOf({ type, title }: PortView): string {
  return `${type} ${title}`;
}

function portLine(datapath: string, port: PortView): OutlineLine {
  return {
    key: `port:${datapath}:${port.name}`,
    level: 3,
    label: port.title,
    aside: portAside(port),
    isOpen: null,
    thing: { kind: 'port', id: datapath, port: port.name },
    mark: port.up === false || (port.type === '' && port.chassis === null && port.up !== true) ? 'down' : 'up',
  };
}

function portAside({ type, addresses, network, chassis }: PortView): string {
  if (network !== null) return `localnet ${network}`;
  if (type === '') return addresses[0]?.split(' ')[1] ?? addresses[0] ?? '';
  return chassis === null ? type : `${type} ${chassis}`;
}
