/** Which of the words that there are was meant. */

/** How many letters may be wrong. */
function tolerance(word: string): number {
  if (word.length < 3) return 0;
  return word.length < 6 ? 1 : 2;
}

/** At most `most` candidates, the nearest first; as good as another keeps the order given. */
export function nearMisses(word: string, candidates: readonly string[], most = 2): readonly string[] {
  const wanted = word.toLowerCase();
  const limit = tolerance(wanted);
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, distance: distanceOf(wanted, candidate.toLowerCase(), limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((left, right) => left.distance - right.distance)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** Letters to insert, leave out, exchange or swap with their neighbour; parts joined by `-` in another order are one. */
function distanceOf(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit || left.length > 60) return limit + 1;
  const parts = (word: string) => word.split(/[-_]/).sort().join('-');
  if (left !== right && parts(left) === parts(right)) return 1;
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let at = 1; at <= left.length; at++) {
    const next = [at];
    for (let to = 1; to <= right.length; to++) {
      const same = left[at - 1] === right[to - 1];
      let best = Math.min((row[to - 1] ?? 0) + (same ? 0 : 1), (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1);
      const swapped = at > 1 && to > 1 && left[at - 1] === right[to - 2] && left[at - 2] === right[to - 1];
      if (swapped) best = Math.min(best, (before[to - 2] ?? 0) + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[right.length] ?? limit + 1;
}
