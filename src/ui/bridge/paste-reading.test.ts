import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readAnything } from './paste-reading';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('whatever comes from elsewhere', () => {
  it('gives ACLs as a switch of 2015 takes them, and counts those that it does not', () => {
    const { acls, aclsLeftOut, commandLines } = readAnything(
      `ovn-nbctl acl-add sw0 to-lport 7 'ip4.src == $as && outport == @pg' drop
ovn-nbctl acl-add sw0 from-lport 7 ip4 drop
ovn-nbctl acl-add sw0 to-lport 7 'ip4.src == $other' drop
ovn-nbctl pg-add pg p1 p2
ovn-nbctl create Address_Set name=as addresses=10.0.0.1
ovn-nbctl lswitch-add sw1`,
    );
    expect(acls).toEqual([
      { owner: 'sw0', priority: 7, match: 'ip4.src == {10.0.0.1} && outport == {"p1", "p2"}', action: 'drop' },
    ]);
    expect(aclsLeftOut).toEqual([
      { what: 'with direction from-lport', count: 1 },
      { what: 'naming a set that is not there', count: 1 },
    ]);
    expect(commandLines).toBe('ovn-nbctl lswitch-add sw1');
  });

  it('says what bytes look like in which nothing is read', () => {
    expect(readAnything(Uint8Array.of(0x1f, 0x8b, 8, 0)).looks).toBe('a gzip archive: unpack it first');
    expect(readAnything(Uint8Array.of(1, 2, 0, 4)).looks).toBe('binary data');
    expect(readAnything(new Uint8Array(0)).looks).toBe('an empty file');
    expect(readAnything(bytes('ip4 && tcp'))).toMatchObject({ looks: null, matchCount: 1 });
    const other = '{"name":"OVN_Southbound","tables":{}}\n';
    const sha1 = createHash('sha1').update(other).digest('hex');
    const fileOf = (checksum: string) => bytes(`OVSDB JSON ${other.length} ${checksum}\n${other}`);
    expect(readAnything(fileOf(sha1)).looks).toContain('OVN_Southbound');
    expect(readAnything(fileOf('0'.repeat(40))).looks).toContain('Record 1 at byte 0 is damaged');
  });
});
