/** What a release of OVN is: what each layer asks of it, put together, and words for people. */
import type { CommandRelease } from '../commands';
import type { NorthboundEdits } from '../network';
import type { Differences } from './differences';

export interface Release extends CommandRelease {
  readonly title: string;
  /** One or two plain sentences. */
  readonly summary: string;
  readonly differences: Differences;
  /** The southbound tables whose rows nobody derives from the northbound database, so that a scenario shows them. */
  readonly kept: readonly string[];
  readonly northbound: CommandRelease['northbound'] & NorthboundEdits;
}
