/** An IP address with or without a port, as VIPs, backends and DHCP servers are written. */
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../../../../../packets';

export interface Endpoint {
  readonly family: 4 | 6;
  /** In the canonical form, without brackets. */
  readonly address: string;
  /** 0 where none is given. */
  readonly port: number;
}

/** Reads `10.0.0.1`, `10.0.0.1:80`, `fd00::1`, `[fd00::1]` or `[fd00::1]:80`. */
export function parseEndpoint(text: string): Endpoint | undefined {
  const { host, portText } = split(text);
  const port = portText === undefined || portText === '' ? 0 : parsePort(portText);
  if (port === undefined) return undefined;
  const bare = /^\[(.*)\]$/.exec(host)?.[1] ?? host;
  if (bare.includes(':')) {
    const bytes = parseIpv6(bare);
    return bytes.ok ? { family: 6, address: formatIpv6(bytes.value), port } : undefined;
  }
  const bytes = parseIpv4(bare);
  return bytes.ok ? { family: 4, address: formatIpv4(bytes.value), port } : undefined;
}

/** An endpoint as text; an IPv6 address with a port stands in brackets. */
export function formatEndpoint(family: 4 | 6, address: string, port: string | number | undefined): string {
  if (port === undefined) return address;
  return family === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Two or more colons outside of brackets are part of an address without a port. */
function split(text: string): { readonly host: string; readonly portText: string | undefined } {
  const outside = text.replace(/\[[^\]]*\]?/g, (inside) => '.'.repeat(inside.length));
  const colon = outside.indexOf(':');
  if (colon < 0 || outside.lastIndexOf(':') !== colon) return { host: text, portText: undefined };
  return { host: text.slice(0, colon), portText: text.slice(colon + 1) };
}

function parsePort(text: string): number | undefined {
  const port = Number(text);
  return /^\s*[-+]?\d+$/.test(text) && port >= 0 && port <= 65535 ? port : undefined;
}
