/** Names and addresses that nothing in a network has yet. Each is given out once. */
import type { NetworkModel } from '../../bridge';

export interface Fresh {
  /** `name` itself when it is free, or else with the next free number after its own. */
  readonly name: (kind: 'switch' | 'router' | 'port' | 'machine', name: string) => string;
  readonly iface: () => string;
  /** `above`: the number that the first one follows on. */
  readonly mac: (above?: number) => string;
  /** In the network of `near`, an IPv4 address. */
  readonly ip: (near: string) => string;
  readonly isFreeMac: (mac: string) => boolean;
}

export function freshIn({ switches, machines, topology }: NetworkModel): Fresh {
  const ports = switches.flatMap((sw) => sw.ports);
  const routers = topology?.routers ?? [];
  const names = {
    switch: new Set(switches.map(({ name }) => name)),
    router: new Set(routers.map(({ name }) => name)),
    port: new Set(ports.map(({ name }) => name)),
    machine: new Set(machines.flatMap(({ name, systemId }) => [name, systemId ?? name])),
  };
  // An address may have IP addresses behind it.
  const macs = new Set(
    [
      ...ports.flatMap((port) => port.macs.flatMap((address) => address.split(' '))),
      ...routers.flatMap((router) => router.ports.map(({ mac }) => mac)),
    ].map((mac) => mac.toLowerCase()),
  );
  const ips = new Set(machines.map(({ encapIp }) => encapIp ?? ''));
  const ifaces = new Set(machines.flatMap(({ vifs, tunnels }) => [...vifs, ...tunnels].map(({ name }) => name)));
  return {
    name: (kind, name) => given(names[kind], name, numbered(name)),
    iface: () => given(ifaces, 'vif1', (n) => `vif${n + 2}`),
    mac: (above = 0) => given(macs, macOf(above + 1), (n) => macOf(above + n + 2)),
    ip: (near) => given(ips, near, (n) => near.replace(/\d+$/, (last) => String(Number(last) + n + 1))),
    isFreeMac: (mac) => !macs.has(mac.toLowerCase()) && macs.add(mac.toLowerCase()) !== undefined,
  };
}

/** The names after `name`: p7, p8, … after p6; `name`2, `name`3, … where it has no number. */
function numbered(name: string): (n: number) => string {
  const [, stem = name, digits] = /^(.*?)(\d*)$/s.exec(name) ?? [];
  return (n) => `${stem}${digits ? Number(digits) + n + 1 : n + 2}`;
}

function given(taken: Set<string>, wanted: string, next: (n: number) => string): string {
  let name = wanted;
  for (let n = 0; name === '' || taken.has(name); n += 1) name = next(n);
  taken.add(name);
  return name;
}

/** 1 is 00:00:00:00:00:01. */
function macOf(n: number): string {
  const hex = n.toString(16).padStart(12, '0');
  return hex.match(/../g)?.join(':') ?? '';
}
