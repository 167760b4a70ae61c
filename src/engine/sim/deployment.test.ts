import { describe, expect, it } from 'vitest';
import { RELEASES } from '../releases';
import { Deployment } from './deployment';

describe.each(RELEASES)('an empty deployment of $id', (release) => {
  it('settles', () => {
    const deployment = new Deployment({ release, seed: 1 });
    expect(deployment.settle().settled).toBe(true);
    expect(deployment.next).toBeUndefined();
  });
});
