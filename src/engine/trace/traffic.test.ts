import { describe, expect, it } from 'vitest';
import { decode } from '../../packets';
import { gallery, MAC_1, MAC_3, network, traced } from '../scenario/testing';
import type { Deployment } from '../releases';
import { probePacket, reachabilityPorts, reachabilityRows } from './reachability';
import type { Probe } from './reachability';
import { sendTraffic, trafficPacket } from './traffic';
import type { TrafficLine } from './traffic';

/** The whole matrix as a person would draw it: `+` reached, `-` not, `.` oneself. */
function matrix(deployment: Deployment, probe: Probe): readonly string[] {
  const { ports } = reachabilityPorts(deployment);
  return reachabilityRows(deployment, probe, 0, ports.length).map((row) =>
    row.map((reached) => (reached === null ? '.' : reached ? '+' : '-')).join(''),
  );
}

/** Who has the address, here it is, the echo request, the echo reply. */
const pingLines = (from: string, to: string): readonly TrafficLine[] => [
  { from, to, kind: 'arp-request' },
  { from: to, to: from, kind: 'arp-reply' },
  { from, to, kind: 'ping' },
  { from: to, to: from, kind: 'ping-reply' },
];

describe('who reaches whom', () => {
  it('asks every pair, and a broadcast', () => {
    const deployment = gallery('acl');
    expect(reachabilityPorts(deployment).ports.map(({ name }) => name)).toEqual(['sw0-port1', 'sw0-port2']);
    expect(matrix(deployment, { kind: 'ping' })).toEqual(['.-', '+.']);
    expect(matrix(deployment, { kind: 'arp' })).toEqual(['.+', '+.']);
  });

  it('asks with any TCP or UDP port', () => {
    const acls = ['tcp.dst == 22', 'udp.dst == 53'].map((match) => ({
      switch: 'sw0',
      priority: 1000,
      match,
      action: 'drop',
    }));
    const deployment = network('2015-08', { acls });
    const asked = (probe: Probe) => matrix(deployment, probe)[0];
    expect([22, 80].map((port) => asked({ kind: 'tcp', port }))).toEqual(['.-', '.+']);
    expect([53, 80].map((port) => asked({ kind: 'udp', port }))).toEqual(['.-', '.+']);
  });

  it('is asked for in parts, which are the parts of the whole', () => {
    const deployment = gallery('containers');
    const whole = reachabilityRows(deployment, { kind: 'ping' }, 0, 4);
    const parts = [0, 1, 2, 3].flatMap((row) => reachabilityRows(deployment, { kind: 'ping' }, row, 1));
    expect(parts).toEqual(whole);
    expect(reachabilityRows(deployment, { kind: 'ping' }, 4, 1)).toEqual([]);
  });

  it('agrees with the trace behind each cell, containers included', () => {
    const deployment = gallery('containers');
    const { ports } = reachabilityPorts(deployment);
    const rows = reachabilityRows(deployment, { kind: 'ping' }, 0, ports.length);
    expect(ports.map(({ name, tag }) => [name, tag])).toEqual([
      ['vm1', null],
      ['web', 42],
      ['db', 43],
      ['client', null],
    ]);
    for (const [row, from] of ports.entries()) {
      for (const [column, to] of ports.entries()) {
        if (from === to) continue;
        const request = probePacket(from, to, { kind: 'ping' });
        const { verdict, agreement } = traced(deployment, request.bytes, request);
        expect(rows[row]?.[column]).toBe(verdict.deliveries.some(({ logicalPort }) => logicalPort === to.name));
        expect(agreement.agree).toBe(true);
      }
    }
    expect(rows[3]).toEqual([false, true, true, null]);
  });

  it('names the ports that take no part', () => {
    const deployment = network('2015-08', {
      ports: [
        { switch: 'sw0', name: 'sw0-port1', macs: [MAC_1] },
        { switch: 'sw0', name: 'sw0-port2', macs: ['unknown'] },
        { switch: 'sw0', name: 'sw0-port3', macs: [MAC_3] },
      ],
    });
    expect(reachabilityPorts(deployment).absent).toEqual([
      { name: 'sw0-port2', why: 'no-address' },
      { name: 'sw0-port3', why: 'unplugged' },
    ]);
  });
});

describe('a script of packets', () => {
  const sent = (deployment: Deployment, lines: readonly TrafficLine[]) =>
    sendTraffic(deployment, lines, [], lines.length).map(({ kind, sentence }) => `${kind}: ${sentence}`);

  it('pings with ARP there and back, then ICMP there and back', () => {
    expect(sent(gallery('article'), pingLines('sw0-port1', 'sw0-port2'))).toEqual([
      'delivered: Delivered to sw0-port2',
      'delivered: Delivered to sw0-port1',
      'delivered: Delivered to sw0-port2',
      'delivered: Delivered to sw0-port1',
    ]);
  });

  it('has no replies to what did not arrive', () => {
    const [, , request, reply] = sent(gallery('acl'), pingLines('sw0-port1', 'sw0-port2'));
    expect(request).toContain('dropped: Dropped by');
    expect(reply).toBe('unsent: Not sent: sw0-port2 did not get the request of line 3.');
    expect(sent(gallery('article'), [{ from: 'sw0-port2', to: 'sw0-port1', kind: 'ping-reply' }])).toEqual([
      'unsent: Not sent: nothing before it asks sw0-port2 for a reply to sw0-port1.',
    ]);
  });

  it('goes on where it stopped, and counters count it', () => {
    const deployment = gallery('article');
    const lines = pingLines('sw0-port1', 'sw0-port2');
    const first = sendTraffic(deployment, lines, [], 3);
    const rest = sendTraffic(deployment, lines, first, 3);
    expect([first.length, rest.length]).toEqual([3, 1]);
    expect(rest[0]?.reached).toBe(true);
    expect(deployment.machines.get('hv1')?.counters('vif1')).toMatchObject({ rxPackets: 2, txPackets: 2 });
  });

  it('says which port there is not', () => {
    expect(sent(gallery('article'), [{ from: 'nobody', to: 'sw0-port1', kind: 'ping' }])).toEqual([
      'unsent: nobody is no port that is plugged in and has an Ethernet address.',
    ]);
  });

  it('sends TCP and UDP to the port that was asked for', () => {
    const ports = (['tcp-syn', 'udp'] as const).map((kind) => {
      const request = trafficPacket(gallery('article'), { from: 'sw0-port1', to: 'sw0-port2', kind, port: 8443 });
      const fields = request.ok ? decode(request.value.bytes).flatMap(({ fields }) => fields) : [];
      return fields.filter(({ name }) => name === 'tcp.dst' || name === 'udp.dst').map(({ value }) => value);
    });
    expect(ports).toEqual([[8443], [8443]]);
  });
});
