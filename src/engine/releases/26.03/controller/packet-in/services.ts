/** Checks of services: packets that ask whether anybody is there, their answers, and what Service_Monitor says of it. */
import { encodeTrusted, readU16, readU32, type LayerSpec } from '../../../../../packets';
import { getField, getNumber, RESERVED_PORTS, type OfAction } from '../../../../openflow';
import { language26_03 } from '../../language';
import { TABLES } from '../flows';
import type { Handler } from './handler';
import { isIp6, PROTOCOL } from './headers';
import { addressIn, monitorKey, monitorsOf, type Monitor, type ServiceProtocol } from './monitors';
import type { PinctrlRun, Received } from './run';
import type { Service } from './state';

const NEW: Service = {
  state: 'new',
  status: undefined,
  successes: 0,
  failures: 0,
  waitsUntil: 0,
  nextAt: 0,
  source: 0,
  sequence: 0,
};

/** Sends the checks that are due, and writes what came of them. */
export function checkServices(run: PinctrlRun): void {
  const monitors = monitorsOf(run);
  if (monitors.length === 0 && run.state.services.size === 0) return;
  const services = new Map<string, Service>();
  for (const monitor of monitors) {
    const service = advance(run, monitor, run.state.services.get(monitor.key) ?? NEW);
    services.set(monitor.key, service);
    run.wake(service.state === 'waiting' ? service.waitsUntil : service.nextAt);
    const { status } = service;
    if (status !== undefined && status !== monitor.status)
      run.edits.push({ op: 'update', table: 'Service_Monitor', uuid: monitor.row, row: { status: [status] } });
  }
  run.change({ services });
}

/** UDP answers nothing: it is there unless somebody says that it is not. */
function advance(run: PinctrlRun, monitor: Monitor, before: Service): Service {
  if (before.state === 'new') return send(run, monitor, before);
  if (before.state === 'waiting') {
    if (run.now < before.waitsUntil) return before;
    const nextAt = run.now + monitor.interval;
    return settle(monitor, monitor.protocol === 'udp' ? succeeded(before, nextAt) : failed(before, nextAt));
  }
  const settled = settle(monitor, before);
  return run.now >= settled.nextAt ? send(run, monitor, settled) : settled;
}

function succeeded(service: Service, nextAt: number): Service {
  return { ...service, state: 'online', successes: service.successes + 1, nextAt };
}

function failed(service: Service, nextAt: number): Service {
  return { ...service, state: 'offline', failures: service.failures + 1, nextAt };
}

function settle(monitor: Monitor, service: Service): Service {
  const { state, successes, failures } = service;
  if (state === 'online' && successes >= monitor.successes)
    return { ...service, status: 'online', successes: 0, failures: 0 };
  if (state === 'offline' && failures >= monitor.failures)
    return { ...service, status: 'offline', successes: 0, failures: 0 };
  return service;
}

function send(run: PinctrlRun, monitor: Monitor, before: Service): Service {
  const keepsPort = monitor.protocol === 'udp' && before.source !== 0;
  const isIcmp = monitor.protocol === 'icmp';
  const service: Service = {
    ...before,
    state: 'waiting',
    waitsUntil: run.now + monitor.timeout,
    source: keepsPort ? before.source : isIcmp ? run.chance(0x10000) : FIRST_PORT + run.chance(0x10000 - FIRST_PORT),
    sequence: isIcmp ? run.chance(0x10000) : run.random.uint32(),
  };
  deliver(run, monitor, checkOf(monitor, service));
  return service;
}

/** Ports below belong to services. */
const FIRST_PORT = 1024;
const [SYN, RST, ACK] = [0x02, 0x04, 0x10];
const WINDOW = 65160;
const ECHO = { 4: { request: 8, reply: 0 }, 6: { request: 128, reply: 129 } } as const;

function checkOf({ protocol, version, port }: Monitor, { source, sequence }: Service): readonly LayerSpec[] {
  switch (protocol) {
    case 'tcp':
      return [{ protocol: 'tcp', src: source, dst: port, seq: sequence, flags: SYN, window: WINDOW }];
    case 'udp':
      return [
        { protocol: 'udp', src: source, dst: port, ...(version === 4 ? { checksum: 0 } : {}) },
        { protocol: 'payload', data: '00'.repeat(8) },
      ];
    case 'icmp':
      return [
        { protocol: version === 4 ? 'icmp' : 'icmpv6', type: ECHO[version].request },
        { protocol: 'echo', id: source, seq: sequence },
      ];
  }
}

/** The bit that ovn-controller sets, for which it takes the mask of MLF_LOCAL_ONLY. */
const LOCAL = 1n << 16n;

function deliver(run: PinctrlRun, monitor: Monitor, inner: readonly LayerSpec[]): void {
  const { protocol, version, mac, ip, sourceMac, sourceIp, datapath, outport } = monitor;
  const { registers } = language26_03;
  const ttl = protocol === 'icmp' ? 255 : 63;
  const packet = encodeTrusted([
    { protocol: 'ethernet', src: sourceMac, dst: mac },
    version === 4
      ? { protocol: 'ipv4', src: sourceIp, dst: ip, ttl, dont: true }
      : { protocol: 'ipv6', src: sourceIp, dst: ip, ttl },
    ...inner,
  ]);
  const actions: readonly OfAction[] = [
    { type: 'set_field', field: 'metadata', value: BigInt(datapath) },
    { type: 'set_field', field: registers.outport, value: BigInt(outport) },
    { type: 'set_field', field: registers.flags, value: LOCAL, mask: LOCAL },
    { type: 'resubmit', port: RESERVED_PORTS.CONTROLLER, table: TABLES.localOutput },
  ];
  run.packetOut(packet, actions);
}

export const handleSvcCheck: Handler<'handle_svc_check'> = (run, received) => {
  const { headers } = received;
  const protocol = getNumber(headers, 'nw_proto');
  if (protocol === PROTOCOL.tcp) answeredByTcp(run, received);
  else if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmp6) answeredByIcmp(run, received);
  else run.warn(`handle service check: Unsupported protocol - [${protocol.toString(16)}]`);
};

function answeredByTcp(run: PinctrlRun, received: Received): void {
  const { headers, packet, offsets } = received;
  const found = find(run, received, 'tcp', addressIn(headers, 'src'), getNumber(headers, 'tcp_src'));
  if (found === undefined) {
    run.warn('handle service check: Service monitor not found');
    return;
  }
  const { monitor, service } = found;
  const ack = readU32(packet, offsets.l4 + 8);
  if (getNumber(headers, 'tcp_dst') !== service.source || ack !== (service.sequence + 1) % 2 ** 32) return;
  const flags = getNumber(headers, 'tcp_flags');
  const nextAt = run.now + monitor.interval;
  if ((flags & (SYN | ACK)) === (SYN | ACK)) {
    keep(run, monitor, succeeded(service, nextAt));
    deliver(run, monitor, [
      { protocol: 'tcp', src: service.source, dst: monitor.port, seq: ack, flags: RST, window: WINDOW },
    ]);
  } else if ((flags & RST) !== 0) keep(run, monitor, failed(service, nextAt));
}

function answeredByIcmp(run: PinctrlRun, received: Received): void {
  const { headers, packet, offsets } = received;
  const version = isIp6(headers) ? 6 : 4;
  const [type, code] = [getNumber(headers, 'tcp_src'), getNumber(headers, 'tcp_dst')];
  const { request, reply } = ECHO[version];
  if ((type === request || type === reply) && code === 0) {
    const isRequest = type === request;
    const found = find(run, received, 'icmp', addressIn(headers, isRequest ? 'dst' : 'src'), 0);
    const words = `${version === 4 ? 'ICMP' : 'ICMPv6'} ${isRequest ? 'request' : 'reply'}`;
    if (found === undefined) {
      run.warn(`handle service check: Service monitor not found for ${words}`);
      return;
    }
    const { monitor, service } = found;
    const isOurs =
      readU16(packet, offsets.l4 + 4) === service.source && readU16(packet, offsets.l4 + 6) === service.sequence;
    if (isOurs) keep(run, monitor, succeeded(service, run.now + monitor.interval));
    return;
  }
  const [unreachable, port] = version === 4 ? [3, 3] : [1, 4];
  if (type === unreachable && code === port) portUnreachable(run, received, version);
}

const IP_HEADER = { 4: 20, 6: 40 } as const;
const UDP_CHECK = 16;

/** The error quotes the check. */
function portUnreachable(run: PinctrlRun, received: Received, version: 4 | 6): void {
  const { headers, packet, offsets } = received;
  const quoted = packet.subarray(offsets.l4 + 8);
  const length = version === 4 ? readU16(quoted, 2) - IP_HEADER[4] : readU16(quoted, 4);
  if (quoted.length === 0) {
    run.warn('Original IP datagram not present in ICMP packet');
    return;
  }
  if (length !== UDP_CHECK) {
    run.warn('Invalid original IP datagram length present in ICMP packet');
    return;
  }
  const udp = quoted.subarray(IP_HEADER[version]);
  if (udp.length === 0) {
    run.warn('Invalid UDP header in the original IP datagram');
    return;
  }
  const found = find(run, received, 'udp', addressIn(headers, 'src'), readU16(udp, 2));
  if (found === undefined) {
    run.warn('handle service check: Service monitor not found for ICMP packet');
    return;
  }
  const { monitor, service } = found;
  if (readU16(udp, 0) !== service.source) {
    run.warn("handle service check: UDP src port doesn't match in the Original IP datagram of ICMP packet");
    return;
  }
  keep(run, monitor, failed(service, run.now + monitor.interval));
}

function find(run: PinctrlRun, { flow }: Received, protocol: ServiceProtocol, ip: string, port: number) {
  const key = monitorKey(Number(getField(flow, 'metadata')), getNumber(flow, 'reg14'), ip, protocol, port);
  const monitor = monitorsOf(run).find((each) => each.key === key);
  const service = run.state.services.get(key);
  return monitor && service && { monitor, service };
}

function keep(run: PinctrlRun, { key }: Monitor, service: Service): void {
  run.change({ services: new Map(run.state.services).set(key, service) });
}
