/** Layers from JSON, checked no further than that they are a list of objects: the rest is for the encoder to say. */
import type { LayerSpec } from '../../src/packets';

export function isLayers(value: unknown): value is readonly LayerSpec[] {
  return Array.isArray(value) && value.every((layer) => typeof layer === 'object' && layer !== null);
}
