/** Of recorded networks: which of them are replayed, and what of them is compared and shown. */
export interface Selection {
  readonly family?: string;
  readonly id?: string;
  readonly table?: string;
  /** Differences of a case that are printed. */
  readonly shown?: number;
}
