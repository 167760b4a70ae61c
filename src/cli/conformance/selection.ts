/** Of recorded networks: which of them are replayed, and what of them is compared and shown. */
export interface Selection {
  readonly family?: string | undefined;
  readonly id?: string | undefined;
  /** Of northd a southbound or northbound table, of openflow the number of one. */
  readonly table?: string | undefined;
  /** Of northd: flows of one stage, or of all whose names begin so, e.g. `ls_in` or `lr_`. */
  readonly stage?: string | undefined;
  /** So many differences of a case are printed. */
  readonly shown?: number | undefined;
}
