/** A match and what it means, with the packets that it is tried on. */
import { EmbeddedMatch } from '../match/embedded-match';
import { tellMatch } from './tell';

export function MatchPart() {
  return (
    <EmbeddedMatch
      onSaid={({ text, matches, why }) => tellMatch({ say: 'verdict', expression: text, matches, sentence: why })}
    />
  );
}
