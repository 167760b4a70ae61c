/** Thresholds after which ovn-northd forgets what was learnt, as `mac_binding_age_threshold` has them: `[CIDR:]SECONDS;…`. */
import { parseCidr4, parseCidr6 } from './addresses';

/** The smallest of them in seconds; undefined where there is none, or where the option is no such text. */
export function smallestAgeThreshold(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  let smallest: number | undefined;
  for (const entry of text.split(';')) {
    if (entry === '') continue;
    const colon = entry.lastIndexOf(':');
    const seconds = entry.slice(colon + 1);
    if (!/^\d+$/.test(seconds)) return undefined;
    const network = entry.slice(0, Math.max(0, colon));
    if (colon >= 0 && parseCidr4(network) === undefined && parseCidr6(network) === undefined) return undefined;
    const threshold = Number(seconds);
    if (threshold > 0 && (smallest === undefined || threshold < smallest)) smallest = threshold;
  }
  return smallest;
}
