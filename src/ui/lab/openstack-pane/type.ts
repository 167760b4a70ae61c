/** What is drawn here is typed: the real commands, one act that undo takes back, in the terminal's transcript. */
import { record, say, scriptEntries } from '../../actions';
import { engine } from '../../bridge';
import type { CommandResult } from '../../bridge';
import { preferencesStore } from '../../state';

/** What the last line answered; a line that failed is said where the person looks. */
export async function type(...lines: readonly string[]): Promise<CommandResult | undefined> {
  const { machine } = preferencesStore.getState();
  const result = await engine().runScript(lines, machine);
  record(...scriptEntries(machine, result));
  const failed = result.results.find(({ status }) => status !== 0);
  const complaint = result.problem?.message ?? failed?.stderr.trim();
  if (complaint !== undefined && complaint !== '') say(complaint, 'bad');
  return result.results.at(-1);
}

/** A word as a shell reads it back. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
