/** What a lesson is: steps with a text, a check, hints, and what "Show me" does. */
import type { ReactNode } from 'react';
import type { PipelineRowView } from '../bridge';
import type { Mirror, PaneId, Player } from '../state';
import type { Deed } from './deeds';

export interface Lesson {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** What its lab is made from: a scenario of the gallery by its id, or a document. */
  readonly scenario: string | { readonly document: string };
  /** The switch whose Pipeline rows its checks ask for, by name. */
  readonly pipelineOf?: string;
  readonly steps: readonly Step[];
  /** What is to be read next: manual pages, with the part of each that says more. */
  readonly manual?: readonly { readonly page: string; readonly says: string }[];
}

export interface Step {
  readonly title: string;
  readonly text: ReactNode;
  /** What could be typed; `as` names the hypervisor. */
  readonly commands?: readonly string[];
  readonly prediction?: Prediction;
  /** One after the other, for whoever asks; at most two. */
  readonly hints: readonly string[];
  /** Does the step for the person; without it, the commands are run. */
  readonly show?: readonly Deed[];
  /** What doing it has shown, said once it is done. */
  readonly learned: string;
  /** Null when done, else the one thing that is still missing. */
  readonly check: (seen: Seen) => string | null;
}

/** A question to be answered before the step is done; the answer is told after it. */
export interface Prediction {
  readonly question: string;
  readonly choices: readonly string[];
  /** The place of the right one among the choices. */
  readonly answer: number;
  /** The choice that the network itself has answered, once the step is done; it is told rather than `answer`. */
  readonly found?: (seen: Seen) => number | null;
}

/** What was done counts from when the step became the open one. */
export interface Seen {
  readonly mirror: Mirror;
  /** The Pipeline rows of the lesson's switch. */
  readonly pipeline: readonly PipelineRowView[];
  /** Its trace is null when it was made before the step was open. */
  readonly player: Player;
  /** Panes that were opened, or in which something was pointed at. */
  readonly panes: ReadonlySet<PaneId>;
  /** Command lines, typed and drawn, with what they printed. */
  readonly ran: readonly { readonly line: string; readonly stdout: string }[];
}
