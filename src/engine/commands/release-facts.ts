/** The few things about a release that are facts of its tools and not of its daemons. */
import type { ReleaseId } from './host';

const FACTS = {
  '2015-04': { day: '2015-04-21', version: '2.3.90', mixedFlowFiles: false },
  '2015-08': { day: '2015-08-03', version: '2.4.90', mixedFlowFiles: true },
} as const satisfies Record<ReleaseId, { day: string; version: string; mixedFlowFiles: boolean }>;

/** The day on which simulated time starts: the release's own. */
export function startOfTime(release: ReleaseId): string {
  return FACTS[release].day;
}

/** What `--version` prints. */
export function versionText(program: string, release: ReleaseId): string {
  return `${program} (Open vSwitch) ${FACTS[release].version}\n`;
}

/** True when a line of `ovs-ofctl add-flows` may begin with another command. */
export function mixesCommands(release: ReleaseId): boolean {
  return FACTS[release].mixedFlowFiles;
}
