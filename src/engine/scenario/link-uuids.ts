/**
 * UUIDs that the seed makes again, as their place in the stream of chance. A row that
 * a daemon or a command made has the UUID drawn at some place; one that was planned
 * for a commit follows from the place and a number (`Deployment.plannedUuid`).
 */
import { createRandom, isUuid, nextUuid, uuidFromContent } from '../base';
import type { Uuid } from '../base';

/** The stream adds this for each number it draws; the other is its inverse modulo 2^32. */
const STEP = 0x9e3779b9;
const UNSTEP = inverse(STEP);
const FARTHEST_DRAW = 1 << 24;
/** Planned UUIDs cannot be read backwards: so many places are tried. */
const FARTHEST_PLAN = 60_000;
/** Numbers of planned rows that are tried at every place, and how many may be missing in a row. */
const FIRST_NUMBERS = 3;
const GAP = 12;

/** How many numbers were drawn from the seed on; undefined when that is very far. */
export function drawsBetween(seed: number, state: number): number | undefined {
  const draws = Math.imul(state - seed, UNSTEP) >>> 0;
  return draws < FARTHEST_DRAW ? draws : undefined;
}

export function stateAfter(seed: number, draws: number): number {
  return (seed + Math.imul(STEP, draws)) >>> 0;
}

/** Where in the stream a UUID comes from; `row` for one that was planned. */
export interface Origin {
  readonly draws: number;
  readonly row: number | undefined;
}

export function uuidOf(seed: number, { draws, row }: Origin): Uuid {
  const state = stateAfter(seed, draws);
  return row === undefined ? nextUuid(createRandom(state)) : planned(state, row);
}

/** Finds the origins of these UUIDs; those that have none are absent. */
export function originsOf(seed: number, chance: number, uuids: Iterable<string>): ReadonlyMap<string, Origin> {
  const origins = new Map<string, Origin>();
  const rest = new Set<string>();
  for (const uuid of uuids) {
    const draws = drawnAt(seed, uuid);
    if (draws === undefined) rest.add(uuid);
    else origins.set(uuid, { draws, row: undefined });
  }
  const draws = Math.min(drawsBetween(seed, chance) ?? 0, FARTHEST_PLAN);
  for (let place = 0; place <= draws && rest.size > 0; place++) {
    const state = stateAfter(seed, place);
    for (let row = 0, most = FIRST_NUMBERS; row < most; row++) {
      const uuid = planned(state, row);
      if (!rest.delete(uuid)) continue;
      origins.set(uuid, { draws: place, row });
      most = row + GAP;
    }
  }
  return origins;
}

/** A UUID that follows from the content of its row (`link-contents.ts`). */
export const FROM_CONTENT = 'c';

/**
 * The UUIDs of a table's rows: for each how many more were drawn than for the one
 * before, with `.` and the number of a planned row (where nothing more was drawn, how
 * much greater it is); or `c`; or `x` and the UUID itself.
 */
export function writeOrigins(
  uuids: readonly string[],
  originOf: (uuid: string, index: number) => Origin | typeof FROM_CONTENT | undefined,
): string {
  let last: Origin = START;
  return uuids
    .map((uuid, index) => {
      const origin = originOf(uuid, index);
      if (origin === undefined) return `x${uuid}`;
      if (origin === FROM_CONTENT) return FROM_CONTENT;
      const more = origin.draws - last.draws;
      const row = origin.row === undefined ? '' : `.${origin.row - (more === 0 ? (last.row ?? 0) : 0)}`;
      last = origin;
      return `${more}${row}`;
    })
    .join(' ');
}

/** Undefined for those that follow from content. Throws at what `writeOrigins` never writes. */
export function readOrigins(text: string, seed: number): readonly (string | undefined)[] {
  if (text === '') return [];
  let last: Origin = START;
  return text.split(' ').map((word) => {
    if (word === FROM_CONTENT) return undefined;
    if (word.startsWith('x')) return word.slice(1);
    const [, draws, row] = /^(-?\d{1,9})(?:\.(-?\d{1,9}))?$/.exec(word) ?? [];
    if (draws === undefined) throw new TypeError('a place in the stream of chance was expected');
    const more = Number(draws);
    const before: Origin = last;
    last = {
      draws: before.draws + more,
      row: row === undefined ? undefined : Number(row) + (more === 0 ? (before.row ?? 0) : 0),
    };
    return uuidOf(seed, last);
  });
}

const START: Origin = { draws: 0, row: undefined };

function planned(state: number, row: number): Uuid {
  return uuidFromContent(`row ${row} after ${state}`);
}

/** Reads the first word of a UUID backwards to the state that it was mixed from. */
function drawnAt(seed: number, uuid: string): number | undefined {
  if (!isUuid(uuid)) return undefined;
  const draws = drawsBetween(seed, unmix(parseInt(uuid.slice(0, 8), 16)));
  if (draws === undefined || draws === 0) return undefined;
  const before = draws - 1;
  return nextUuid(createRandom(stateAfter(seed, before))) === uuid ? before : undefined;
}

/** The inverse of the mixing in `base/random.ts`. */
function unmix(value: number): number {
  let z = unshift(value);
  z = unshift(Math.imul(z, inverse(0x735a2d97)));
  z = Math.imul(z, inverse(0x21f0aaad));
  return (z ^ (z >>> 16)) >>> 0;
}

/** x from x ^ (x >>> 15). */
function unshift(value: number): number {
  return value ^ (value >>> 15) ^ (value >>> 30);
}

/** Of an odd number modulo 2^32, by Newton's iteration. */
function inverse(odd: number): number {
  let x = odd;
  for (let round = 0; round < 5; round++) x = Math.imul(x, 2 - Math.imul(odd, x));
  return x;
}
