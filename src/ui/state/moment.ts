/** The state of the deployment that something was found out in, to tell when it is no longer the one that is shown. */
import type { DatabaseInfo } from '../bridge';
import type { Mirror } from './mirror';

export interface Moment {
  readonly branch: string;
  readonly position: number;
  /** The list is another one when another scenario was opened. */
  readonly databases: readonly DatabaseInfo[];
}

export function momentOf({ history, databases }: Mirror): Moment {
  const branch = history.branches.find(({ current }) => current)?.id ?? '';
  return { branch, position: history.position, databases };
}

export function isMoment(moment: Moment | null, mirror: Mirror): boolean {
  const now = momentOf(mirror);
  return (
    moment !== null &&
    moment.branch === now.branch &&
    moment.position === now.position &&
    moment.databases === now.databases
  );
}
