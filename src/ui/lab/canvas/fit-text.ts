/**
 * Text cut to a width, by counting letters: a style that clips would make a layer of
 * every chip. Names differ at their ends, so the middle goes. The whole is in the title.
 */
export function fitText(text: string, letters: number): string {
  const all = Array.from(text);
  if (all.length <= letters) return text;
  const tail = Math.floor((letters - 1) / 2);
  return `${all.slice(0, letters - 1 - tail).join('')}…${tail === 0 ? '' : all.slice(-tail).join('')}`;
}
