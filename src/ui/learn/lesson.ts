/** What a lesson is: steps with a text, perhaps commands, and a check. */
import type { ReactNode } from 'react';
import type { PipelineRowView } from '../bridge';
import type { Mirror, Player } from '../state';

export interface Lesson {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** The scenario of the gallery that it starts from. */
  readonly scenario: string;
  /** The switch whose Pipeline rows its checks ask for, by name. */
  readonly pipelineOf?: string;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly title: string;
  readonly text: ReactNode;
  /** What could be typed; `as` names the hypervisor. */
  readonly commands?: readonly string[];
  /** Null when done, else the one thing that is still missing. */
  readonly check: (seen: Seen) => string | null;
}

export interface Seen {
  readonly mirror: Mirror;
  /** The Pipeline rows of the lesson's switch. */
  readonly pipeline: readonly PipelineRowView[];
  readonly player: Player;
  readonly pane: string;
}
