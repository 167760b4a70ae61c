/** Values that every language here has: addresses, numbers, names. */
import type { Chance } from '../chance';
import { NASTY, NUMBERS } from '../nasty';

const MACS = ['00:00:00:00:00:01', '00:00:00:00:00:02', 'ff:ff:ff:ff:ff:ff', '01:00:5e:00:00:01', '33:33:00:00:00:01'];
const IPS = ['10.0.0.1', '10.0.0.2', '255.255.255.255', '0.0.0.0', '224.0.0.251', '192.168.0.1'];
const IP6S = ['::', '::1', 'fe80::1', 'ff02::1', '2001:db8::11f4', '::ffff:10.0.0.1', '1:2:3:4:5:6:7:8'];

/** Mostly right, now and then anything. */
export function value(chance: Chance): string {
  switch (chance.below(7)) {
    case 0:
      return masked(chance.pick(MACS), chance.pick([...MACS, '01:00:00:00:00:00', 'ff:ff:00:00:00:00']), chance);
    case 1:
      return masked(chance.pick(IPS), chance.pick(['8', '24', '31', '32', '33', '255.0.255.0', '0.0.0.0']), chance);
    case 2:
      return masked(chance.pick(IP6S), chance.pick(['0', '10', '64', '127', '128', 'ffff::', '::ff']), chance);
    case 3:
      return chance.oneIn(6) ? chance.pick(NASTY).slice(0, 100) : number(chance);
    default:
      return number(chance);
  }
}

export function number(chance: Chance): string {
  const text = chance.oneIn(2) ? chance.pick(NUMBERS) : String(chance.below(chance.oneIn(2) ? 100 : 70_000));
  return masked(text, chance.pick(NUMBERS), chance);
}

function masked(text: string, mask: string, chance: Chance): string {
  return chance.oneIn(4) ? `${text}/${mask}` : text;
}

/** A recorded or kept input with changes, or a new one; a few are let through as they are. */
export function drawn(
  chance: Chance,
  recordings: readonly string[],
  pool: readonly string[],
  grow: () => string,
  mutate: (text: string) => string,
): string {
  if (chance.oneIn(2)) return chance.oneIn(8) ? mutate(grow()) : grow();
  const base =
    pool.length > 0 && chance.oneIn(3) ? chance.pick(pool) : recordings.length > 0 ? chance.pick(recordings) : grow();
  return chance.oneIn(20) ? base : mutate(base);
}
