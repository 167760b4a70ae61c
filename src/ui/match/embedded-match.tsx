/** The match lab in a frame of another page: the expression, the packets to choose from, and what it means for them. */
import { useEffect, useMemo } from 'react';
import { usePlace } from '../actions';
import { embedding } from '../bridge';
import { PacketChoice } from './embedded-packets';
import css from './match-details.module.css';
import { MatchDetails } from './match-details';
import { openAddress, pageView, start, useLab } from './store';

export interface MatchSaid {
  readonly text: string;
  /** Null without a packet, or where it is not known. */
  readonly matches: boolean | null;
  readonly why: string;
}

export function EmbeddedMatch({ onSaid }: { readonly onSaid: (said: MatchSaid) => void }) {
  const place = usePlace();
  const focus = useLab((lab) => lab.state.focus);
  const analysis = useLab((lab) => lab.analysis);
  useEffect(() => start(), []);
  useEffect(() => {
    void openAddress(place.params);
  }, [place]);
  useEffect(() => {
    if (analysis === null) return;
    const result = analysis.packets.find(({ id }) => id === focus);
    onSaid({
      text: analysis.text,
      matches: result?.matches ?? null,
      why: result?.why ?? analysis.problems[0]?.message ?? '',
    });
  }, [analysis, focus, onSaid]);
  const view = useMemo(() => (embedding.readonly ? { ...pageView, setText: null } : pageView), []);
  return (
    <main className={css.embedded}>
      <h1 className="visually-hidden">A match</h1>
      <MatchDetails view={view} packet={focus} head={null} aside={<PacketChoice />} />
    </main>
  );
}
