/** Which tabs have room in their bar. */

/**
 * The places of the tabs that are shown, in their order: all, or those that `must` be and as many of the
 * first ones as fit beside them and the button for the rest. Widths and room in CSS pixels.
 */
export function fitTabs(
  widths: readonly number[],
  more: number,
  room: number,
  must: readonly number[],
): readonly number[] {
  const all = widths.map((_, index) => index);
  const sum = (places: readonly number[]) => places.reduce((total, place) => total + (widths[place] ?? 0), 0);
  if (sum(all) <= room) return all;
  const shown = new Set(must);
  for (const place of all) {
    if (shown.has(place)) continue;
    if (sum([...shown, place]) + more > room) break;
    shown.add(place);
  }
  return all.filter((place) => shown.has(place));
}
