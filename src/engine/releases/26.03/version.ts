/** What the tools say of themselves. */

/** The day on which 26.03.2 was released. */
export const DAY = '2026-06-16';
export const OVN_VERSION = '26.03.2';
const OVS_VERSION = '3.7.0';

export function versionText(program: string, schemaVersion: string | undefined): string {
  return `${program} ${OVN_VERSION}\nOpen vSwitch Library ${OVS_VERSION}\nDB Schema ${schemaVersion ?? ''}\n`;
}
