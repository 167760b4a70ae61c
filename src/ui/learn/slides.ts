/** The slides that a lesson is: its title, two for each step, its end. */
import type { Deed } from './deeds';
import type { Lesson, Step } from './lesson';

export type Slide =
  | { readonly kind: 'title' }
  /** What is to be done, with its question. */
  | { readonly kind: 'step'; readonly step: Step; readonly number: number }
  /** What it has shown; coming to it does the step. */
  | { readonly kind: 'shown'; readonly step: Step; readonly number: number; readonly deeds: readonly Deed[] }
  | { readonly kind: 'end' };

export function slidesOf({ steps }: Lesson): readonly Slide[] {
  const told = steps.flatMap((step, number): readonly Slide[] => [
    { kind: 'step', step, number },
    { kind: 'shown', step, number, deeds: step.show ?? [{ do: 'run', lines: step.commands ?? [] }] },
  ]);
  return [{ kind: 'title' }, ...told, { kind: 'end' }];
}
