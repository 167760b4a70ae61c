import { describe, expect, it } from 'vitest';
import { createSession } from '../bridge/session';
import { found } from './found';

const refuse = () => Promise.reject(new Error('not used here'));
const session = createSession({ compression: { deflate: refuse, inflate: refuse } });
const gallery = session.gallery();
const ids = (words: string, feature = '', release = '') =>
  found(gallery, { words, feature, release }).map(({ id }) => id);

describe('the gallery', () => {
  it('has at least thirty networks, each with a picture', () => {
    expect(gallery.length).toBeGreaterThanOrEqual(30);
    expect(gallery.filter(({ id }) => session.galleryPicture(id) === null)).toEqual([]);
    expect(session.galleryPicture('nonsense')).toBeNull();
  });

  it.each([
    ['nothing asked', '', '', '', (found: readonly string[]) => found.length === gallery.length],
    ['a word of a packet', 'STOLEN address', '', '', (found: readonly string[]) => found.join() === 'spoofing'],
    ['all words', 'acl nonsense', '', '', (found: readonly string[]) => found.length === 0],
    [
      'a feature and a release',
      '',
      'OpenStack',
      '2015-08',
      (found: readonly string[]) => found.join() === 'devstack-august',
    ],
  ])('is found by %s', (_, words, feature, release, expected) => {
    expect(expected(ids(words, feature, release))).toBe(true);
  });

  it('is drawn with each port on its switch and its hypervisor', () => {
    expect(session.galleryPicture('article')).toEqual({
      machines: ['hv1', 'hv2'],
      switches: [
        {
          name: 'sw0',
          ports: [
            { name: 'sw0-port1', machine: 'hv1' },
            { name: 'sw0-port2', machine: 'hv2' },
          ],
        },
      ],
    });
    expect(session.galleryPicture('neutron-tenants')?.switches.map(({ name }) => name)).toContain('red');
  });
});
