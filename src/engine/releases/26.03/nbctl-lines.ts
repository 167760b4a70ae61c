/** Lines of ovn-nbctl, written by a program. */
import { err, formatCommand, isUuid, type Problem, type Uuid } from '../../base';

export function nbctl(...words: readonly string[]): string {
  return formatCommand(['ovn-nbctl', ...words]);
}

/** Columns of a row, each in the text that the tools read; those that are undefined stay as they are. */
export function setRow(table: string, row: string, columns: Readonly<Record<string, string | undefined>>): string {
  const settings = Object.entries(columns).flatMap(([column, value]) =>
    value === undefined ? [] : [`${column}=${value}`],
  );
  return nbctl('set', table, row, ...settings);
}

/** A string as the tools read one: what could be taken for something else stands in quotes. */
export function quoted(text: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(text) && text !== 'true' && text !== 'false' ? text : JSON.stringify(text);
}

export function quotedSet(texts: readonly string[]): string {
  return `[${texts.map(quoted).join(',')}]`;
}

/** By name where that is enough: people read names. */
export function nameFor(all: readonly Named[], { name, uuid }: Named): string {
  const unique = name !== '' && all.filter((other) => other.name === name).length === 1;
  return unique && !isUuid(name) ? name : uuid;
}

interface Named {
  readonly uuid: Uuid;
  readonly name: string;
}

export function problem(code: string, message: string): { readonly ok: false; readonly error: Problem } {
  return err({ code, message });
}
