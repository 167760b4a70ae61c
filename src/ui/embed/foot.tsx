/** What this is, and the whole page with the same thing in it. */
import { ArrowUpRight } from 'lucide-react';
import { useState } from 'react';
import { formatPlace, shareLink, unlessReplaced, usePlace } from '../actions';
import { embedding } from '../bridge';
import { useMirror } from '../state';
import css from './embed.module.css';

export function Foot() {
  const place = usePlace();
  const name = useMirror((m) => m.scenario.name);
  const [made, setMade] = useState<string | null>(null);
  // Made when a hand comes near: a link has the whole scenario in it, and the step is another each moment.
  const make = () => void linkToThis(place.rest).then(setMade);
  return (
    <footer className={css.foot}>
      <span className={css.name} data-testid="embedded-name">
        {embedding.part === 'match' ? 'A match of OVN' : name}
      </span>
      {embedding.readonly ? <span className={css.note}>to read</span> : null}
      <a
        href={made ?? location.pathname + location.hash}
        target="_blank"
        rel="noopener"
        onPointerEnter={make}
        onPointerDown={make}
        onFocus={make}
      >
        Open in OVN Playground <ArrowUpRight size={13} aria-hidden />
        <span className="visually-hidden">(opens a new tab)</span>
      </a>
    </footer>
  );
}

async function linkToThis(lesson: string): Promise<string | null> {
  switch (embedding.part) {
    case 'lesson':
      return location.pathname + formatPlace('learn', lesson);
    case 'match': {
      const { matchAddress } = await import('../match');
      return location.pathname + new URL(await matchAddress()).hash;
    }
    default: {
      const link = await unlessReplaced(shareLink());
      return link?.ok === true ? link.value : null;
    }
  }
}
