/** Sets of packets, as unions of matches: does one hold every packet of another? */
import {
  intersectMatches,
  matchCovers,
  matchFromWords,
  matchMask,
  matchValue,
  type Match,
} from '../../engine/openflow';

/** True when every packet that one of `narrow` matches is matched by one of `wide`, and the other way round. */
export function samePackets(a: readonly Match[], b: readonly Match[]): boolean {
  return a.every((match) => isCovered(match, b)) && b.every((match) => isCovered(match, a));
}

/** What is left of the packet set after taking away one cover after the other must be nothing. */
function isCovered(match: Match, covers: readonly Match[]): boolean {
  const touching = covers.filter((cover) => intersectMatches(match, cover) !== undefined);
  if (touching.some((cover) => matchCovers(cover, match))) return true;
  const [first] = touching;
  if (first === undefined) return false;
  const rest = touching.filter((cover) => cover !== first);
  return without(match, first).every((piece) => isCovered(piece, rest));
}

/** The packets of `match` that `cover` does not match, as disjoint matches. */
function without(match: Match, cover: Match): Match[] {
  const pieces: Match[] = [];
  const value = matchValue(match);
  const mask = matchMask(match);
  const [wanted, asked] = [matchValue(cover), matchMask(cover)];
  for (let word = 0; word < mask.length; word++) {
    let open = ((asked[word] ?? 0) & ~(mask[word] ?? 0)) >>> 0;
    while (open !== 0) {
      const bit = (open & -open) >>> 0;
      open = (open & ~bit) >>> 0;
      const piece = Uint32Array.from(value);
      mask[word] = ((mask[word] ?? 0) | bit) >>> 0;
      piece[word] = ((value[word] ?? 0) | (~(wanted[word] ?? 0) & bit)) >>> 0;
      pieces.push(matchFromWords(piece, mask));
      value[word] = ((value[word] ?? 0) | ((wanted[word] ?? 0) & bit)) >>> 0;
    }
  }
  return pieces;
}
