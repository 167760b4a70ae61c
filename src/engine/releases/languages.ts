/** The languages of logical actions that today's releases have. */
import type { ActionLanguage } from '../actions';
import { language23_03 } from './23.03/language';
import { language24_03 } from './24.03/language';
import { language26_03 } from './26.03/language';

const LANGUAGES: ReadonlyMap<string, ActionLanguage> = new Map([
  ['23.03', language23_03],
  ['24.03', language24_03],
  ['26.03', language26_03],
]);

/** Of a release, by its number, with or without that of the version; undefined for one that nobody described. */
export function languageOf(release: string): ActionLanguage | undefined {
  return LANGUAGES.get(release) ?? LANGUAGES.get(/^\d+\.\d+/.exec(release)?.[0] ?? '');
}
