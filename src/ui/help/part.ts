/** What is told of a part of the lab. True for OVN of April to August 2015. */
import type { ReactNode } from 'react';

export interface PartText {
  readonly title: string;
  /** What it shows and what it is for. */
  readonly what: ReactNode;
  /** Where the same is found in a real deployment. */
  readonly where: ReactNode;
  /** Commands of this terminal that print it; `real` says how the same is done outside, when it is otherwise. */
  readonly prints: readonly { readonly line: string; readonly says: string }[];
  /** What is not as in a real deployment. */
  readonly simplified: ReactNode;
}
