/** A container's port inside a VM, as networking-ovn of 2015 is told of it: `parent_name` and `tag` in binding:profile. */
import { ok, type Result } from '../../base';
import { invalidInput, notFound, type NeutronError } from '../errors';
import { find, type Port } from '../tables';
import type { DatabaseView, Json } from '../../ovsdb';

export interface Container {
  readonly parent: string;
  readonly tag: number;
}

export function containerOf({ 'binding:profile': profile }: Port): Container | undefined {
  const { parent_name: parent, tag } = profile;
  const number = numberOf(tag, true);
  return typeof parent === 'string' && typeof number === 'number' && number !== 0 ? { parent, tag: number } : undefined;
}

/** Refused in the words of the day; a tag of 0 counts as none. `textTags`: a text may stand for a number. */
export function checkProfile(
  neutron: DatabaseView,
  { parent_name: parent, tag }: Readonly<Record<string, Json>>,
  textTags: boolean,
): Result<void, NeutronError> {
  if (!isTrue(parent) && !isTrue(tag)) return ok(undefined);
  if (!isTrue(parent) || !isTrue(tag)) {
    return invalidInput('Invalid binding:profile. parent_name and tag are both required.');
  }
  if (typeof parent !== 'string') {
    return invalidInput(`Invalid binding:profile. parent_name "${textOf(parent)}" must be a string.`);
  }
  const number = numberOf(tag, textTags);
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0 || number > 4095) {
    return invalidInput(`Invalid binding:profile. tag "${textOf(tag)}" must be an int between 1 and 4096, inclusive.`);
  }
  return find(neutron, 'Port', parent) === undefined ? notFound.port(parent) : ok(undefined);
}

function numberOf(tag: Json | undefined, textTags: boolean): Json | undefined {
  return textTags && typeof tag === 'string' && /^\s*\+?\d+\s*$/.test(tag) ? Number(tag) : tag;
}

/** As Python sees it. */
function isTrue(value: Json | undefined): value is Json {
  return value !== undefined && value !== null && value !== '' && value !== 0 && value !== false;
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
