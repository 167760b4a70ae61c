/** What can be shared from where one is: the match or the lesson that one looks at, or the lab. */
import { formatPlace, shareLink } from '../actions';
import type { Place } from '../actions';

type Answer = Awaited<ReturnType<typeof shareLink>>;

export interface Shareable {
  readonly id: string;
  /** How the choice is named, and how the link. */
  readonly label: string;
  readonly linkLabel: string;
  /** One or two sentences: what is in the link. */
  readonly says: string;
  readonly link: () => Promise<Answer>;
}

const LAB: Shareable = {
  id: 'lab',
  label: 'My lab as it is now',
  linkLabel: 'Link to this scenario',
  says: 'The whole scenario is in the link itself, with the packet and step you are looking at. Nothing is sent to a server.',
  link: shareLink,
};

const BESIDE_REAL: Shareable = {
  ...LAB,
  says: 'Your lab alone is in the link, with the packet and step you were looking at there: nothing of the real network that is open here. That is never sent anywhere.',
};

const MATCH: Shareable = {
  id: 'match',
  label: 'This match',
  linkLabel: 'Link to this match',
  says: 'The expression is in the link itself, with its sets, groups, ports and packets. Nothing is sent to a server.',
  link: async () => {
    const { matchAddress } = await import('../match');
    return { ok: true, value: await matchAddress() };
  },
};

/** The first is what is meant where one is. */
export function shareablesAt({ name, rest }: Place): readonly [Shareable, ...Shareable[]] {
  if (name === 'match') return [MATCH, LAB];
  if (name === 'real') return [BESIDE_REAL];
  if (name !== 'learn' || rest === '') return [LAB];
  return [
    {
      id: 'lesson',
      label: 'The lesson',
      linkLabel: 'Link to this lesson',
      says: 'Who opens the link begins the lesson in a lab of their own. Nothing of your lab is in it.',
      link: () => Promise.resolve({ ok: true, value: new URL(formatPlace('learn', rest), location.href).href }),
    },
    LAB,
  ];
}
