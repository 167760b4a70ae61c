import { describe, expect, it } from 'vitest';
import { GALLERY, galleryScenario } from './gallery';
import { openScenario, exportScenario } from './save';

describe.each(GALLERY)('gallery: $id', ({ id }) => {
  it('opens, and is the same when it is saved again', () => {
    const document = galleryScenario(id)!;
    const opened = openScenario(document);
    if (!opened.ok) throw new Error(opened.error.message);
    const { deployment, ...extras } = opened.value;
    expect(deployment.next).toBeUndefined();
    expect(exportScenario(deployment, extras)).toEqual(document);
    expect(document.machines.every(({ flows }) => flows === undefined)).toBe(true);
  });
});
