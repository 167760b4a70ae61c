/** The subjects in which the releases differ, for people who choose one. */

interface Subject {
  readonly title: string;
  /** One that a person can see in the lab in a minute. */
  readonly lesson?: boolean;
}

export const SUBJECTS = {
  'broadcast-port-security': { title: 'Broadcast to a port with port security', lesson: true },
  'disabled-ports': { title: 'Disabled ports', lesson: true },
  containers: { title: 'Containers in a VM', lesson: true },
  tunnels: { title: 'Tunnels between hypervisors', lesson: true },
  actions: { title: 'Language of actions' },
  belonging: { title: 'Ports and their switch' },
  bindings: { title: 'The table of bindings' },
  chassis: { title: 'When a chassis is registered' },
  commands: { title: 'Commands of ovn-nbctl' },
} as const satisfies Record<string, Subject>;

/** What a release does about each subject, in one or two plain sentences. */
export type Differences = Readonly<Record<keyof typeof SUBJECTS, string>>;

/** One subject, and what each release does about it. */
export interface ReleaseDifference extends Subject {
  readonly id: string;
  /** By the id of the release. */
  readonly text: Readonly<Record<string, string>>;
}

export function differencesOf(
  releases: readonly { readonly id: string; readonly differences: Differences }[],
): readonly ReleaseDifference[] {
  return SUBJECT_IDS.map((id) => ({
    id,
    ...SUBJECTS[id],
    text: Object.fromEntries(releases.map((release) => [release.id, release.differences[id]])),
  }));
}

const SUBJECT_IDS = Object.keys(SUBJECTS).filter((id): id is keyof typeof SUBJECTS => id in SUBJECTS);
