/** What stands on the graph of a real network. */

export type CardKind = 'switch' | 'router' | 'network' | 'chassis' | 'fold';

export interface Chip {
  /** Of what is folded: `CARD KIND`. */
  readonly key: string;
  readonly label: string;
  readonly isOpen: boolean;
  /** The cards in it, with those that are folded into them. */
  readonly members: readonly string[];
}

export interface Card {
  readonly id: string;
  readonly kind: CardKind;
  readonly title: string;
  readonly note: string;
  readonly chips: readonly Chip[];
}

export interface PlacedCard extends Card {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: 'patch' | 'localnet' | 'chassis';
}
