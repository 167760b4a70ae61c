import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMatchAddress, writeMatchAddress } from './match-address';
import type { MatchState } from './match-link';

const params = (address: string) => new Map(new URLSearchParams(address));

const OFFICE: MatchState = {
  text: 'ip4.src == $office && outport == @web',
  symbols: '2015',
  addressSets: [{ name: 'office', members: '10.0.0.1, 10.0.0.0/24' }],
  portGroups: [{ name: 'web', members: 'sw0-port1,sw0-port2' }],
  ports: [
    { name: 'sw0-port1', key: 1 },
    { name: 'sw0-port2', key: 7 },
  ],
  packets: [
    { id: 'p4', name: 'from inside', kind: 'microflow', text: 'ip4.src == 10.0.0.1', inport: '', outport: '' },
    { id: 'p2', name: 'raw', kind: 'hex', text: '00 11', inport: 'sw0-port1', outport: '' },
  ],
  focus: 'p2',
  other: 'ip4 && tcp.dst == {80, 443}',
  templates: [{ name: 'LEFT', members: 'ip4' }],
  rules: [],
  rule: null,
};

describe('a readable address of a match', () => {
  it('says all that a person reads', () => {
    const address = writeMatchAddress(OFFICE);
    expect(address).toBe(
      'e=ip4.src+==+$office+%26%26+outport+==+@web&symbols=2015&set.office=10.0.0.1,+10.0.0.0/24' +
        '&group.web=sw0-port1,sw0-port2&value.LEFT=ip4&ports=sw0-port1,sw0-port2:7' +
        '&packet.from+inside=ip4.src+==+10.0.0.1&hex.raw=00+11&in.raw=sw0-port1&focus=raw' +
        '&other=ip4+%26%26+tcp.dst+==+%7B80,+443%7D',
    );
    const read = readMatchAddress(params(address ?? ''));
    expect(read).toMatchObject({ ok: true, value: { text: OFFICE.text, ports: OFFICE.ports, focus: 'p2' } });
  });

  it('may be written by other tools, with everything escaped', () => {
    const read = readMatchAddress(
      params('e=ip4.src%3D%3D10.0.0.1&set.office=10.0.0.1,10.0.0.2&group.web=sw0-port1&symbols=2015'),
    );
    expect(read).toMatchObject({
      ok: true,
      value: {
        text: 'ip4.src==10.0.0.1',
        symbols: '2015',
        addressSets: [{ name: 'office', members: '10.0.0.1,10.0.0.2' }],
        portGroups: [{ name: 'web', members: 'sw0-port1' }],
        ports: null,
        focus: null,
      },
    });
    expect(readMatchAddress(params('e=ip4'))).toMatchObject({ ok: true, value: { symbols: 'today' } });
    const acl = readMatchAddress(params('e=tcp&symbols=acl'));
    expect(acl).toMatchObject({ ok: true, value: { symbols: 'acl' } });
    expect(acl.ok && writeMatchAddress(acl.value)).toBe('e=tcp&symbols=acl');
  });

  it.each([
    ['symbols=2015', 'it has no expression'],
    ['e=ip4&foo=1', 'it has “foo”, which means nothing here'],
    ['e=ip4&sets.a=1', 'it has “sets.a”, which means nothing here'],
    ['e=ip4&set.=10.0.0.1', '“set.=” names nothing'],
    ['e=ip4&symbols=2016', 'symbols=2016 is neither 2015 nor today nor acl'],
    ['e=ip4&ports=a:70000', 'the port “a:70000” has no number from 1 to 65535'],
    ['e=ip4&ports=a,a', 'it has the port “a” twice'],
    ['e=ip4&focus=x', 'focus=x is no packet of it'],
    ['e=ip4&in.x=sw0', 'it says the inport of a packet “x” that it does not have'],
  ])('with a mistake says which: %s', (address, message) => {
    const read = readMatchAddress(params(address));
    expect(read.ok ? '' : read.error.message).toBe(`This link cannot be read: ${message}.`);
  });

  it('is not given for what it cannot say', () => {
    const rule = { kind: 'acl', owner: '', direction: '', stage: 0, stageName: '', afterLb: false } as const;
    const rules = [{ ...rule, priority: 1, match: '1', action: '', name: '' }];
    expect(writeMatchAddress({ ...OFFICE, rules })).toBeUndefined();
    expect(writeMatchAddress({ ...OFFICE, packets: [OFFICE.packets[0]!, OFFICE.packets[0]!] })).toBeUndefined();
    expect(writeMatchAddress({ ...OFFICE, text: '\ud800' })).toBeUndefined();
    expect(writeMatchAddress({ ...OFFICE, ports: [{ name: 'a, b', key: 1 }] })).toBeUndefined();
  });

  it('of any texts opens to the same, where it is given', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, fc.array(fc.record({ name: text, members: text })), text, text, (e, sets, name, other) => {
        const packets = [{ id: 'p1', name, kind: 'microflow' as const, text: other, inport: other, outport: e }];
        const state = { ...OFFICE, text: e, addressSets: sets, packets, focus: 'p1', other };
        const address = writeMatchAddress(state);
        const distinct = new Set(sets.map((set) => set.name));
        const sayable = distinct.size === sets.length && !distinct.has('') && name !== '';
        expect(address !== undefined).toBe(sayable);
        if (address !== undefined) expect(readMatchAddress(params(address))).toEqual({ ok: true, value: state });
      }),
    );
  });
});
