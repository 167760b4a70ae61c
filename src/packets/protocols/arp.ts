/** ARP (RFC 826) and RARP (RFC 903) for IPv4 over Ethernet: one layout, two Ethernet types. */
import { layout, num, str, type Values } from '../field';
import type { Protocol } from '../protocol';

const OPERATIONS: Readonly<Record<number, string>> = {
  1: 'request',
  2: 'reply',
  3: 'reverse request',
  4: 'reverse reply',
  8: 'inverse request',
  9: 'inverse reply',
};

export const arp = make('ARP', 1);
export const rarp = make('RARP', 3);

function make(title: string, operation: number): Protocol {
  return {
    title,
    fields: layout([
      {
        key: 'htype',
        name: 'arp.htype',
        label: 'Hardware type',
        bits: 16,
        kind: 'decimal',
        initial: 1,
        names: { 1: 'Ethernet' },
      },
      {
        key: 'ptype',
        name: 'arp.ptype',
        label: 'Protocol type',
        bits: 16,
        kind: 'hex',
        initial: 0x0800,
        names: { 0x0800: 'IPv4' },
      },
      { key: 'hlen', name: 'arp.hlen', label: 'Hardware address length', bits: 8, kind: 'decimal', initial: 6 },
      { key: 'plen', name: 'arp.plen', label: 'Protocol address length', bits: 8, kind: 'decimal', initial: 4 },
      {
        key: 'op',
        name: 'arp.op',
        label: 'Operation',
        bits: 16,
        kind: 'decimal',
        initial: operation,
        names: OPERATIONS,
      },
      { key: 'sha', name: 'arp.sha', label: 'Sender MAC', bits: 48, kind: 'mac' },
      { key: 'spa', name: 'arp.spa', label: 'Sender IPv4', bits: 32, kind: 'ipv4' },
      { key: 'tha', name: 'arp.tha', label: 'Target MAC', bits: 48, kind: 'mac' },
      { key: 'tpa', name: 'arp.tpa', label: 'Target IPv4', bits: 32, kind: 'ipv4' },
    ]),
    interpret({ values, body }) {
      if (num(values, 'hlen') !== 6 || num(values, 'plen') !== 4) {
        return {
          summary: '',
          malformed: `addresses of ${num(values, 'hlen')} and ${num(values, 'plen')} bytes instead of 6 and 4`,
        };
      }
      return { summary: summarize(values), end: body };
    },
  };
}

function summarize(values: Values): string {
  switch (num(values, 'op')) {
    case 1:
      return `Request who-has ${str(values, 'tpa')} tell ${str(values, 'spa')}`;
    case 2:
      return `Reply ${str(values, 'spa')} is-at ${str(values, 'sha')}`;
    case 3:
      return `Reverse Request who-is ${str(values, 'tha')} tell ${str(values, 'sha')}`;
    case 4:
      return `Reverse Reply ${str(values, 'tha')} at ${str(values, 'tpa')}`;
    default:
      return `operation ${num(values, 'op')}`;
  }
}
