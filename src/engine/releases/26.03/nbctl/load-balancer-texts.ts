/** VIPs and backends of load balancers as they are typed (lib/lb.c), and the one text that each has. */
import { err, ok, type Result } from '../../../base';
import type { CtlContext } from '../../../commands';
import { formatAddress, parseIpv4, parseIpv6, type Cidr } from '../addresses';

type Log = CtlContext['log'];

/** `ADDRESS[:PORT]`, an IPv6 address with a port in brackets; port 0 is none. */
export interface Endpoint {
  readonly address: Cidr;
  readonly port: number;
}

/** Reads an endpoint; what is wrong with it is said in the log, as the socket library does. */
export function readEndpoint(text: string, log: Log): Endpoint | undefined {
  const { host, port: portText } = hostAndPort(text);
  const port = portText === undefined || portText === '' ? 0 : portNumber(portText);
  if (port === undefined) {
    log('socket_util', 'ERR', `${text}: bad port number "${portText ?? ''}"`);
    return undefined;
  }
  if (host.includes(':')) {
    const address = parseIpv6(host.split('%')[0] ?? '');
    return address === undefined ? undefined : { address: { family: 6, address, length: 128 }, port };
  }
  const address = parseIpv4(host);
  if (address !== undefined) return { address: { family: 4, address, length: 32 }, port };
  log('socket_util', 'ERR', `${text}: bad IP address "${host}"`);
  return undefined;
}

function hostAndPort(text: string): { readonly host: string; readonly port: string | undefined } {
  const colons: number[] = [];
  let bracketed = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '[' || char === ']') bracketed = char === '[';
    else if (char === ':' && !bracketed) colons.push(at);
  }
  const [colon, second] = colons;
  if (second !== undefined) return { host: text, port: undefined };
  if (colon === undefined) return { host: unbracketed(text), port: undefined };
  return { host: unbracketed(text.slice(0, colon)), port: unbracketed(text.slice(colon + 1)) };
}

function unbracketed(text: string): string {
  return text.startsWith('[') ? text.slice(1).replace(/\]$/, '') : text;
}

function portNumber(text: string): number | undefined {
  const port = /^\s*[+-]?\d+$/.test(text) ? Number(text) : -1;
  return port >= 0 && port <= 65535 ? port : undefined;
}

export interface LoadBalancerVip {
  /** As it is kept. */
  readonly vip: string;
  readonly backends: string;
  readonly hasPort: boolean;
}

/** What `lb-add` makes of a VIP and its backends; `family` counts for templates only. */
export function readVip(
  vip: string,
  backends: string,
  template: boolean,
  family: 4 | 6,
  log: Log,
): Result<LoadBalancerVip, string> {
  return template ? readTemplate(vip, backends, family, log) : readExplicit(vip, backends, log);
}

function readExplicit(text: string, backendsText: string, log: Log): Result<LoadBalancerVip, string> {
  const vip = readEndpoint(text, log);
  if (!vip) return err(`${text}: should be an IP address (or an IP address and a port number with : as a separator).`);
  const hasPort = vip.port !== 0;
  const { family } = vip.address;
  const place: Place = { family, hasPort, name: formatAddress(vip.address) };
  const backends = readBackends(backendsText, (token) => explicitBackend(token, place, log));
  if (!backends.ok) return backends;
  return ok({ vip: formatEndpoint(vip, family === 6), backends: backends.value, hasPort });
}

interface Place {
  readonly family: 4 | 6;
  readonly hasPort: boolean;
  /** The VIP as a complaint calls it. */
  readonly name: string;
}

function formatEndpoint({ address, port }: Endpoint, bracketed: boolean): string {
  const text = formatAddress(address);
  if (port === 0) return text;
  return bracketed ? `[${text}]:${port}` : `${text}:${port}`;
}

/** Backends that are wrong are all named in one complaint. */
function readBackends(text: string, read: (token: string) => Result<string, string>): Result<string, string> {
  const results = text.split(',').filter(Boolean).map(read);
  const complaints = results.flatMap((result) => (result.ok ? [] : [result.error]));
  if (complaints.length > 0) return err(`${complaints.join(', ')}.`);
  return ok(results.flatMap((result) => (result.ok ? [result.value] : [])).join(','));
}

function explicitBackend(token: string, { family, hasPort, name }: Place, log: Log): Result<string, string> {
  const addressOnly = `${token}: should be an IP address`;
  const withPort = `${addressOnly} and a port number with : as a separator`;
  const backend = readEndpoint(token, log);
  if (!backend) return err(hasPort ? withPort : addressOnly);
  if (backend.address.family !== family) return err(`${token}: IP address family is different from VIP ${name}`);
  if (hasPort && backend.port === 0) return err(withPort);
  if (!hasPort && backend.port !== 0) return err(addressOnly);
  return ok(formatEndpoint(backend, family === 6 && hasPort && backend.address.address !== 0n));
}

function readTemplate(text: string, backendsText: string, family: 4 | 6, log: Log): Result<LoadBalancerVip, string> {
  const [vip, port, ...more] = text.split(':').filter(Boolean);
  if (vip === undefined || more.length > 0)
    return err(`${text}: should be a template of the form: '^vip_variable[:^port_variable|:port]'.`);
  const place: Place = { family, hasPort: port !== undefined, name: vip };
  const backends = readBackends(backendsText, (token) =>
    token.startsWith('^') ? templateBackend(token) : explicitBackend(token, place, log),
  );
  if (!backends.ok) return err(`invalid backend: template (${backends.error})`);
  return ok({
    vip: port === undefined ? vip : `${vip}:${port}`,
    backends: backends.value,
    hasPort: port !== undefined,
  });
}

function templateBackend(token: string): Result<string, string> {
  const [address, port, ...more] = token.split(':').filter(Boolean);
  if (address === undefined || more.length > 0)
    return err(`${address ?? ''}: should be a template of the form: '^backendip_variable1[:^port_variable1|:port]'`);
  return ok(port === undefined ? address : `${address}:${port}`);
}
