/** Values to and from the notation of RFC 7047 section 5.1: `["set", [...]]`, `["map", [...]]`, `["uuid", "..."]`. */
import { ok, type Result, type Uuid } from '../base';
import { checkConstraints, checkAtom, countFailure, makeMap, makeSet } from './datum';
import { syntaxFailure } from './errors';
import { isArray } from './json';
import { isId } from './member-reader';
import type { AtomicType, BaseType, ColumnType } from './schema';
import type { Atom, ColumnValue, Json, MapPair, OvsdbError } from './types';
import { toUuid } from './uuid-text';
import { atomsOf, pairsOf } from './values';

/** Gives the UUID for a `["named-uuid", name]`; a name may be used before its insert. */
export type NamedUuids = (name: string) => Uuid;

/** Reads a value; the atom of a scalar type is returned as such, everything else sorted and frozen. */
export function valueFromJson(type: ColumnType, json: unknown, names?: NamedUuids): Result<ColumnValue, OvsdbError> {
  if (type.value !== undefined) return mapFromJson(type, type.value, json, names);
  const members = isTagged(json, 'set') ? json[1] : [json];
  if (!isArray(members)) return syntaxFailure(json, 'expected ["set", <array>]');
  if (members.length < type.min || members.length > type.max) return countFailure(type, members.length, json);
  const atoms: Atom[] = [];
  for (const member of members) {
    const atom = atomFromJson(type.key, member, names);
    if (!atom.ok) return atom;
    atoms.push(atom.value);
  }
  const [first] = atoms;
  if (type.min === 1 && type.max === 1 && first !== undefined) return ok(first);
  return makeSet(atoms);
}

/** A set of one is written as its member. */
export function valueToJson(value: ColumnValue, type: ColumnType): Json {
  const { key, value: valueType } = type;
  if (valueType !== undefined) {
    return ['map', pairsOf(value).map(([k, v]) => [atomToJson(k, key.type), atomToJson(v, valueType.type)])];
  }
  const atoms = atomsOf(value);
  const [first] = atoms;
  if (atoms.length === 1 && first !== undefined) return atomToJson(first, key.type);
  return ['set', atoms.map((atom) => atomToJson(atom, key.type))];
}

export function atomToJson(atom: Atom, type: AtomicType): Json {
  return type === 'uuid' ? ['uuid', atom] : atom;
}

function atomFromJson(base: BaseType, json: unknown, names?: NamedUuids): Result<Atom, OvsdbError> {
  if (base.type !== 'uuid') return checkAtom(base, json);
  const uuid = uuidFromJson(json, names);
  return uuid.ok ? (checkConstraints(base, uuid.value) ?? uuid) : uuid;
}

function uuidFromJson(json: unknown, names?: NamedUuids): Result<Uuid, OvsdbError> {
  if (isTagged(json, 'uuid') && typeof json[1] === 'string') {
    const uuid = toUuid(json[1]);
    return uuid !== undefined ? ok(uuid) : syntaxFailure(json, `"${json[1]}" is not a valid UUID`);
  }
  if (names !== undefined && isTagged(json, 'named-uuid') && typeof json[1] === 'string') {
    return isId(json[1]) ? ok(names(json[1])) : syntaxFailure(json, 'named-uuid string is not a valid <id>');
  }
  return syntaxFailure(json, 'expected ["uuid", <string>]');
}

function mapFromJson(
  type: ColumnType,
  valueType: BaseType,
  json: unknown,
  names?: NamedUuids,
): Result<ColumnValue, OvsdbError> {
  const members = isTagged(json, 'map') ? json[1] : undefined;
  if (!isArray(members)) return syntaxFailure(json, 'expected ["map", <array>]');
  if (members.length < type.min || members.length > type.max) return countFailure(type, members.length, json);
  const pairs: MapPair[] = [];
  for (const member of members) {
    if (!isArray(member) || member.length !== 2) return syntaxFailure(member, 'expected 2-element array');
    const key = atomFromJson(type.key, member[0], names);
    if (!key.ok) return key;
    const value = atomFromJson(valueType, member[1], names);
    if (!value.ok) return value;
    pairs.push(Object.freeze([key.value, value.value] as const));
  }
  return makeMap(pairs);
}

/** `[tag, anything]`, where a "set" without a second member is taken for one too, so that it is complained about as such. */
function isTagged(json: unknown, tag: string): json is readonly [string, unknown] {
  return isArray(json) && json[0] === tag && (json.length === 2 || tag === 'set');
}
