/**
 * Derived data that track what they read.
 *
 * A daemon makes most of what it knows out of database rows: facts about a port, the ports of a switch, the flows of
 * an ACL. Here each of these is a computation for one key, which is told apart from all others by what it read; it is
 * done again when some of that has changed, and never otherwise. Nobody keeps lists of what is out of date by hand.
 *
 * - `Graph` holds everything. `graph.source()` is a database; `source.table(name, columns)` its rows, reduced to the
 *   columns that count.
 * - `graph.map` makes one value of each entry of a collection, `graph.flatMap` several under keys of their own,
 *   `graph.memo` one for each key that somebody asks for.
 * - `collection.by` groups entries by what is in them: "the rows of table T whose column C contains V".
 * - `collection.get`, `keys` and the reads of a group are noted; `peek` is not, for what makes no difference to the result.
 * - `graph.effect` hands on what was computed, e.g. the flows that a port wants, and is told of keys that are gone.
 *
 * How it works: collections are brought up to date in the order in which they were made, and may read only those made
 * before them, so that each computation sees everything as it is now and is done at most once. While one runs, each
 * read of a collection or group is noted. A value that comes out equal to the old one disturbs nobody. Entries without
 * a source, and memos that nobody reads any more, are forgotten with all they noted.
 *
 * Invariants:
 * - After an update everything equals what a new graph would compute from the same databases; what changed only says
 *   where to look (`freshEqualsIncremental` in testing.ts draws changes and compares).
 * - Entries are computed and listed in the order of their keys: rows as they were inserted, other keys by their text.
 *   No result depends on what went out of date first.
 * - A read that would see something not yet up to date throws.
 *
 * Simplified: what a computation reads besides collections must never change; groups read their own entries only; a row
 * that goes and comes back with its UUID within one squashed change set keeps the place that it had.
 */
export { Graph } from './graph';
export type { Effect, MapOptions, Settled } from './graph';
export type { Collection } from './collection';
export type { Group } from './group';
export type { Key, Value } from './order';
export type { Source } from './source';
