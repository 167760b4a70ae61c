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

/** Of the release, or of the one before it that was described; of the oldest one for those before that. */
export function nearestLanguage(release: string): ActionLanguage {
  const number = /\d+\.\d+/.exec(release)?.[0] ?? '';
  const known = Array.from(LANGUAGES).findLast(([name]) => name <= number);
  return known?.[1] ?? language23_03;
}
