/** The payload or address of a link of this page in a text of nothing else. */
export function linkIn(content: string | Uint8Array): string | undefined {
  if (typeof content !== 'string' || content.length > 500_000) return undefined;
  return /^\s*(?:https?:\/\/\S+?)?(#\/(?:lab|match)\?\S+)\s*$/.exec(content)?.[1];
}
