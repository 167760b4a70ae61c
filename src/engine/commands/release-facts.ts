/** What the programs say of their release. */
import type { ToolRelease } from './host';

/** The day on which simulated time starts: the release's own. */
export function startOfTime({ tools }: ToolRelease): string {
  return tools.day;
}

/** What `--version` prints. */
export function versionText(program: string, { tools }: ToolRelease): string {
  return `${program} (Open vSwitch) ${tools.version}\n`;
}
