/** Stages of a logical pipeline: what each table of each pipeline is for. */

export type DatapathKind = 'switch' | 'router';
export type Direction = 'ingress' | 'egress';

export interface Stage {
  readonly kind: DatapathKind;
  readonly direction: Direction;
  /** The number of its table in the pipeline of its kind and direction, from 0. */
  readonly number: number;
  /** Short, e.g. `Ingress port security`. */
  readonly name: string;
  /** What it does, in one or two plain sentences. */
  readonly text: string;
}

/** The stages of a release. */
export class Stages {
  readonly #found = new Map<string, Stage>();

  /** `all`: in the order in which people read them. */
  constructor(readonly all: readonly Stage[]) {
    for (const stage of all) {
      const key = keyOf(stage.kind, stage.direction, stage.number);
      if (this.#found.has(key)) throw new Error(`There are two stages ${key}`);
      this.#found.set(key, stage);
    }
  }

  /** Undefined for a table that no stage fills. */
  find(kind: DatapathKind, direction: Direction, number: number): Stage | undefined {
    return this.#found.get(keyOf(kind, direction, number));
  }
}

/** What people call a table: the name of its stage, or else its number. */
export function stageTitle(stage: Stage | undefined, number: number): string {
  return stage?.name ?? `table ${number}`;
}

function keyOf(kind: DatapathKind, direction: Direction, number: number): string {
  return `${kind} ${direction} ${number}`;
}
