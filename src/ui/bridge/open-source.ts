/** The document behind each kind of source, and what its entry is said to come from. */
import { err, ok } from '../../engine/base';
import type { Problem, Result } from '../../engine/base';
import { decodeLink, galleryScenario, parseDocument } from '../../engine/scenario';
import type { Compression, ScenarioDocument } from '../../engine/scenario';
import type { LinkExtras, OpenSource } from './protocol';

/** Where an entry comes from, as its record says it; the same link has the same origin. */
export function originOf(source: OpenSource): string {
  switch (source.kind) {
    case 'gallery':
      return `gallery:${source.id}`;
    case 'document':
      return 'file';
    case 'link':
      return `link:${source.payload.length}-${digest(source.payload)}`;
  }
}

/** 32 bits of a text, to tell links apart. */
function digest(text: string): string {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  return `${(sum >>> 0).toString(36)}-${text.slice(-12)}`;
}

export async function load(
  source: OpenSource,
  compression: Compression,
): Promise<Result<{ readonly document: ScenarioDocument; readonly extras: LinkExtras }>> {
  switch (source.kind) {
    case 'gallery': {
      const document = galleryScenario(source.id, source.release);
      return document ? ok({ document, extras: {} }) : err(noSuchScenario(source.id));
    }
    case 'document': {
      const document = parseDocument(source.json);
      return document.ok ? ok({ document: document.value, extras: {} }) : document;
    }
    case 'link': {
      const content = await decodeLink(source.payload, compression);
      return content.ok ? ok({ document: content.value.scenario, extras: content.value.extras }) : content;
    }
  }
}

function noSuchScenario(id: string): Problem {
  return { code: 'no-such-scenario', message: `There is no scenario “${id}”.` };
}
