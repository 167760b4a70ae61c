import { describe, expect, it } from 'vitest';
import { EXPORT_FORMAT_NAMES, EXPORT_FORMATS, fileName } from './formats';

describe('names of exported files', () => {
  it.each([
    ['Ping from sw0-port1', 'ovn-trace', 'txt', 'ping-from-sw0-port1.ovn-trace.txt'],
    ['../../etc/passwd', '', 'txt', 'etc-passwd.txt'],
    ['<b>é</b>', 'hv1/vif1', 'pcap', 'b-b.hv1-vif1.pcap'],
    ['', 'json', 'json', 'trace.json.json'],
  ])('%j and %j: %s', (packet, part, extension, name) => {
    expect(fileName(packet, part, extension)).toBe(name);
  });
  it('every format is offered once', () => {
    expect([...EXPORT_FORMAT_NAMES].sort()).toEqual(Object.keys(EXPORT_FORMATS).sort());
  });
});
