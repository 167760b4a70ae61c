/** Networks of any size, for the gallery and for measurements. */
import type { NetworkPlan, PlannedPort } from '../plan';

/** Switches with ports spread over hypervisors in turn; for the gallery and for measurements. */
export function gridPlan(switches: number, portsPerSwitch: number, machines: number): NetworkPlan {
  const names = Array.from({ length: switches }, (_, index) => `sw${index}`);
  const ports: PlannedPort[] = [];
  const vifs: { machine: string; iface: string; port: string }[] = [];
  for (const [index, name] of names.entries()) {
    for (let port = 0; port < portsPerSwitch; port++) {
      const portName = `${name}-port${port + 1}`;
      ports.push({ switch: name, name: portName, macs: [gridMac(index, port)] });
      if (machines > 0) vifs.push({ machine: `hv${(port % machines) + 1}`, iface: portName, port: portName });
    }
  }
  return {
    machines: Array.from({ length: machines }, (_, index) => ({
      name: `hv${index + 1}`,
      encapType: 'geneve',
      encapIp: `192.168.${index >> 8}.${(index & 0xff) + 1}`,
    })),
    switches: names,
    ports,
    vifs,
  };
}

/** The Ethernet address of a port of `gridPlan`, both counted from 0. */
export function gridMac(sw: number, port: number): string {
  const byte = (value: number) => (value & 0xff).toString(16).padStart(2, '0');
  return `0a:00:${byte(sw >> 8)}:${byte(sw)}:${byte(port >> 8)}:${byte(port)}`;
}
