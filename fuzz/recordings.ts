/** What the recordings hold, as inputs to begin with. */
import { readFileSync } from 'node:fs';

/** The texts that stand under `key` anywhere in a file of recorded cases, each once. */
export function recorded(
  kind: 'match' | 'actions' | 'actions-today' | 'deployments' | 'commands' | 'packets' | 'links/v2-packed',
  key: string,
): string[] {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, part] of Object.entries(value)) {
      if (name === key && typeof part === 'string') found.add(part);
      else look(part);
    }
  };
  for (const line of readFileSync(`recordings/${kind}.jsonl`, 'utf8').trim().split('\n')) look(JSON.parse(line));
  return Array.from(found);
}

/** Reads something once, when it is first asked for. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
