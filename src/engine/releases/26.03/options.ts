/** Options that both tools have beyond those of every program of their kind. */
import type { GivenOption, LongOption } from '../../commands';

export const TODAY_OPTIONS: readonly LongOption[] = [
  { name: 'no-wait', argument: 'none' },
  { name: 'wait', argument: 'required' },
  { name: 'print-wait-time', argument: 'none' },
  { name: 'leader-only', argument: 'none' },
  { name: 'no-leader-only', argument: 'none' },
  { name: 'shuffle-remotes', argument: 'none' },
  { name: 'no-shuffle-remotes', argument: 'none' },
  { name: 'max-column-width', argument: 'required' },
  { name: 'bootstrap-ca-cert', argument: 'required' },
  { name: 'ssl-protocols', argument: 'required' },
  { name: 'ssl-ciphers', argument: 'required' },
  { name: 'ssl-ciphersuites', argument: 'required' },
  { name: 'ssl-server-name', argument: 'required' },
];

/** What is wrong with an option in either tool. */
export function refuseCommonOption({ name, value = '' }: GivenOption): string | undefined {
  const isZero = name === 'timeout' && /^[+-]?0+$/.test(value);
  return isZero ? `value ${value} on -t or --timeout is invalid` : undefined;
}
