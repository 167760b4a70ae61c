/**
 * The numbers by which the datapath knows the ports of all bridges. They are given
 * as the dummy datapath of ovs-sandbox gives them (lib/dpif-netdev.c, choose_port):
 * by the number in a port's name, from 100 on for names with `br`, else the first that is free.
 *
 * Simplified: the numbers are those that the ports would get were they all added now, in the order of their bridges
 * and OpenFlow numbers; the real one remembers what was there before.
 */
import { RESERVED_PORTS } from '../openflow';
import type { Bridge } from './bridge';
import type { Port } from './ports';

export interface DatapathPlace {
  readonly bridge: Bridge;
  readonly port: Port;
}

export interface DatapathPorts {
  /** The number of a bridge's port; undefined for a patch port, of which the datapath knows nothing. */
  readonly numberOf: (bridge: string, ofport: number) => number | undefined;
  /** Where a port of the datapath is, by number or name. All tunnels of one type are one port: the first of them. */
  readonly find: (port: string) => DatapathPlace | undefined;
}

export function datapathPorts(bridges: readonly Bridge[]): DatapathPorts {
  const numbers = new Map<string, number>();
  const places = new Map<string, DatapathPlace>();
  const taken = new Set<number>();
  const byName = new Map<string, number>();
  for (const bridge of bridges) {
    for (const port of ownFirst(bridge)) {
      const name = nameOf(port);
      if (name === undefined) continue;
      const number = byName.get(name) ?? choose(name, taken);
      taken.add(number);
      byName.set(name, number);
      numbers.set(key(bridge.name, port.ofport), number);
      for (const said of [String(number), name]) if (!places.has(said)) places.set(said, { bridge, port });
    }
  }
  return {
    numberOf: (bridge, ofport) => numbers.get(key(bridge, ofport)),
    find: (port) => places.get(port.trim()),
  };
}

/** The numbers that ports get which are added in this order. */
export function datapathNumbers(names: readonly string[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const name of names) numbers.set(name, choose(name, new Set(numbers.values())));
  return numbers;
}

function key(bridge: string, ofport: number): string {
  return `${ofport} ${bridge}`;
}

/** A bridge comes with its own port. */
function ownFirst(bridge: Bridge): readonly Port[] {
  const ports = bridge.ports.list();
  const isOwn = ({ ofport }: Port) => ofport === RESERVED_PORTS.LOCAL;
  return [...ports.filter(isOwn), ...ports.filter((port) => !isOwn(port))];
}

/** The UDP or TCP port of a tunnel is part of its name. */
const TUNNELS: Readonly<Record<string, string>> = {
  geneve: 'genev_sys_6081',
  vxlan: 'vxlan_sys_4789',
  stt: 'stt_sys_7471',
  gre: 'gre_sys',
  lisp: 'lisp_sys_4341',
};

function nameOf({ type, name }: Port): string | undefined {
  return type === 'patch' ? undefined : (TUNNELS[type] ?? name);
}

function choose(name: string, taken: ReadonlySet<number>): number {
  const digits = /\d+/.exec(name)?.[0];
  if (digits !== undefined) {
    const wanted = (name.startsWith('br') ? 100 : 0) + Number(digits);
    if (wanted > 0 && wanted < NO_PORT && !taken.has(wanted)) return wanted;
  }
  let number = 1;
  while (taken.has(number)) number += 1;
  return number;
}

/** ODPP_NONE */
const NO_PORT = 0xffffffff;
