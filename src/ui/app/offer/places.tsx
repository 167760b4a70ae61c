/** The places where what was understood may go, each with a button. */
import { handToMatch, handToTerminal, leaveLink, open, say, type Offered } from '../../actions';
import type { PasteReading } from '../../bridge';
import { Button } from '../../kit';
import { AclsToSwitch } from './acls-to-switch';
import { Network } from './network';
import { Offer } from './offer-line';
import css from './offer.module.css';
import { counted, linkIn } from './words';

interface Props {
  readonly offered: Offered;
  readonly reading: PasteReading;
  readonly onCompose: () => void;
  readonly onDone: () => void;
}

export function Places({ offered, reading, onCompose, onDone }: Props) {
  const { content, name } = offered;
  const frames = reading.packets.filter(({ kind }) => kind === 'hex').length;
  const link = linkIn(content);
  const openScenario = async () => {
    const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
    const origin = name === null ? 'paste' : `file:${name}`;
    if ((await open({ kind: 'document', json: text.trim() }, { origin })) === null) return;
    leaveLink();
    onDone();
    say(`${name ?? 'What was pasted'} is open`, 'quiet');
  };
  return (
    <ul className={css.places}>
      {link === undefined ? null : (
        <Offer what="A link of this page">
          <Button
            look="primary"
            onClick={() => {
              onDone();
              location.hash = link;
            }}
          >
            Open it
          </Button>
        </Offer>
      )}
      {reading.network === null ? null : (
        <Network network={reading.network} name={name ?? 'Pasted database'} onDone={onDone} />
      )}
      {reading.scenarios.length === 0 ? null : (
        <Offer what="Scenario" said={reading.scenarios.join(', ')}>
          <Button look="primary" onClick={() => void openScenario()}>
            Open it
          </Button>
        </Offer>
      )}
      {forMatch(reading) === '' ? null : (
        <Offer what={forMatch(reading)} said={saidOf(reading)}>
          <Button
            look={reading.network === null ? 'primary' : 'normal'}
            onClick={() => {
              onDone();
              handToMatch(content, true);
            }}
          >
            To the match lab
          </Button>
        </Offer>
      )}
      {reading.acls.length === 0 ? null : <AclsToSwitch reading={reading} onDone={onDone} />}
      {frames === 0 ? null : (
        <Offer what={counted(reading.packetCount, 'packet', 'packets')}>
          <Button look="primary" onClick={onCompose}>
            To the packet editor
          </Button>
        </Offer>
      )}
      {reading.commands === 0 ? null : (
        <Offer what={counted(reading.commands, 'command', 'commands')}>
          <Button
            look={forMatch(reading) === '' ? 'primary' : 'normal'}
            onClick={() => {
              onDone();
              handToTerminal(reading.commandLines);
            }}
          >
            Run in the terminal
          </Button>
        </Offer>
      )}
    </ul>
  );
}

/** What the match lab has a place for. */
function forMatch({ rules, sets, groups, templates, matchCount, packets }: PasteReading): string {
  const microflows = packets.filter(({ kind }) => kind === 'microflow').length;
  return [
    counted(rules.length, 'rule', 'rules'),
    counted(sets.length, 'address set', 'address sets'),
    counted(groups.length, 'port group', 'port groups'),
    counted(templates.length, 'template value', 'template values'),
    counted(matchCount, 'match', 'matches'),
    counted(microflows, 'packet as an expression', 'packets as expressions'),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

const LONGEST = 140;

/** The beginning of the first of them. */
function saidOf({ rules, matches, sets }: PasteReading): string {
  const text = rules[0]?.match ?? matches[0]?.text ?? sets[0]?.members.join(' ') ?? '';
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
