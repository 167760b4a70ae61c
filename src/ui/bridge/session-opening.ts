/** The calls that open something, and those that list what is kept. */
import { err, ok } from '../../engine/base';
import type { Problem, Result } from '../../engine/base';
import { decodeLink, galleryScenario, openScenario, parseDocument } from '../../engine/scenario';
import type { Compression, ScenarioDocument } from '../../engine/scenario';
import { openOf } from './open-scenario';
import type { EngineApi, LinkExtras, OpenSource } from './protocol';
import type { SessionCore } from './session-core';

type Opening = Pick<EngineApi, 'open' | 'openKept' | 'kept' | 'openState' | 'keptFile'>;

export function sessionOpening(core: SessionCore): Opening {
  return {
    open: (source) =>
      core.enqueue(async () => {
        try {
          const found = await load(source, core.platform.compression);
          if (!found.ok) return found;
          const scenario = openScenario(found.value.document);
          if (!scenario.ok) return scenario;
          core.replace(openOf(scenario.value));
          return ok({ extras: found.value.extras, entry: null, leftOut: [], told: [] });
        } catch (thrown) {
          return err(core.mistake('open a scenario', thrown, { answered: true, fatal: false }));
        }
      }),
    openKept: () => Promise.resolve(err(nothingKept())),
    kept: () => Promise.resolve([]),
    openState: () => Promise.resolve(err(nothingKept())),
    keptFile: () => Promise.resolve(err(nothingKept())),
  };
}

async function load(
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

function nothingKept(): Problem {
  return { code: 'nothing-kept', message: 'Nothing is kept in this browser.' };
}
