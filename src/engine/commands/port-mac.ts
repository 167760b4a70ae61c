/** Ethernet addresses of ports that have none of their own. */
import { uuidFromContent } from '../base';

/** A locally administered address that a machine's port always has: Open vSwitch's dummy devices count up from `aa:55:aa:55`. */
export function portMac(machine: string, port: string): string {
  const digits = uuidFromContent(`port ${port} of ${machine}`).slice(0, 4);
  return `aa:55:aa:55:${digits.slice(0, 2)}:${digits.slice(2, 4)}`;
}
