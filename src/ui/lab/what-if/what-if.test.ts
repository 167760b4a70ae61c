import { describe, expect, test } from 'vitest';
import { decode, encodeTrusted, PRESETS } from '../../../packets';
import { createSession } from '../../bridge/session';
import { packetFields, withField } from './packet-fields';
import { sideRows } from './side-by-side';
import { NOTHING, placeEdit, supposing, without } from './supposition';

const refuse = () => Promise.reject(new Error('not used here'));
const bytes = encodeTrusted(PRESETS.ping.build({ ethSrc: '00:00:00:00:00:01', ethDst: '00:00:00:00:00:02' }));

describe('rows side by side', () => {
  test('hold every step of both, and each side goes its own way where they part', () => {
    const session = createSession({ compression: { deflate: refuse, inflate: refuse } });
    const request = { machine: 'hv1', iface: 'vif1', bytes };
    const answer = session.whatIf(request, { edits: [{ kind: 'setMacs', port: 'sw0-port2', macs: [] }] });
    if (!answer.ok) throw new Error(answer.error.message);
    const { now, then, comparison } = answer.value;
    const rows = sideRows(now, then, comparison);
    expect(rows.flatMap(({ left }) => left?.index ?? [])).toEqual(now.steps.map(({ index }) => index));
    expect(rows.flatMap(({ right }) => right?.index ?? [])).toEqual(then.steps.map(({ index }) => index));
    expect(rows.filter(({ first }) => first)).toHaveLength(1);
    const parted = rows.findIndex(({ first }) => first);
    expect(rows.slice(0, parted).every(({ kind }) => kind === 'same')).toBe(true);
    expect(rows.slice(parted + 1).map(({ kind }) => kind)).toContain('left');
  });
});

describe('a supposition', () => {
  test('says one thing of each thing', () => {
    const first = supposing(NOTHING, { kind: 'setMacs', port: 'p', macs: ['00:00:00:00:00:01'] });
    const second = supposing(first, { kind: 'setPortSecurity', port: 'p', portSecurity: [] });
    const third = supposing(second, { kind: 'setMacs', port: 'p', macs: [] });
    expect(third.edits).toEqual([
      { kind: 'setPortSecurity', port: 'p', portSecurity: [] },
      { kind: 'setMacs', port: 'p', macs: [] },
    ]);
    expect(without(third, 0).edits).toHaveLength(1);
  });

  test('plugs, unplugs or moves a port', () => {
    expect(placeEdit('p', 'hv1', 'hv1')).toBeNull();
    expect(placeEdit('p', 'hv1', 'hv2')?.kind).toBe('migrate');
    expect(placeEdit('p', 'hv1', null)?.kind).toBe('unplug');
    expect(placeEdit('p', null, 'hv1')?.kind).toBe('plug');
  });
});

describe('a field of the packet', () => {
  test('is another, and what follows from it follows', () => {
    const field = packetFields(bytes).find(({ label }) => label === 'ip4.src');
    const changed = withField(bytes, field?.id ?? '', ' 10.9.9.9 ');
    if (!('bytes' in changed)) throw new Error(changed.problem);
    const fields = decode(changed.bytes).flatMap((layer) => layer.fields);
    expect(fields.find(({ name }) => name === 'ip4.src')?.value).toBe('10.9.9.9');
    expect(fields.filter(({ problem }) => problem !== undefined)).toEqual([]);
  });

  test('says what is wrong with a value', () => {
    const field = packetFields(bytes).find(({ label }) => label === 'eth.dst');
    expect(withField(bytes, field?.id ?? '', 'nonsense')).toHaveProperty('problem');
  });
});
