/** The places where what was understood may go, each with a button. */
import { handToMatch, handToTerminal, leaveLink, open, say, type Offered } from '../../actions';
import type { PasteReading } from '../../bridge';
import { Button } from '../../kit';
import { kindsCounted, Thing, Things } from '../../pasted';
import { AclsToSwitch } from './acls-to-switch';
import { Network } from './network';
import { linkIn } from './link-in';

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
    <Things>
      {link === undefined ? null : (
        <Thing what="A link of this page">
          <Button
            look="primary"
            onClick={() => {
              onDone();
              location.hash = link;
            }}
          >
            Open it
          </Button>
        </Thing>
      )}
      {reading.network === null ? null : (
        <Network network={reading.network} name={name ?? 'Pasted database'} content={content} onDone={onDone} />
      )}
      {reading.scenarios.length === 0 ? null : (
        <Thing what="Scenario" said={reading.scenarios}>
          <Button look="primary" onClick={() => void openScenario()}>
            Open it
          </Button>
        </Thing>
      )}
      {forMatch(reading) === '' ? null : (
        <Thing what={forMatch(reading)} said={saidOf(reading)}>
          <Button
            look={reading.network === null ? 'primary' : 'normal'}
            onClick={() => {
              onDone();
              handToMatch(content, true);
            }}
          >
            To the match lab
          </Button>
        </Thing>
      )}
      {reading.acls.length === 0 ? null : <AclsToSwitch reading={reading} onDone={onDone} />}
      {frames === 0 ? null : (
        <Thing what={kindsCounted([['packet', reading.packetCount]])}>
          <Button look="primary" onClick={onCompose}>
            To the packet editor
          </Button>
        </Thing>
      )}
      {reading.commands === 0 ? null : (
        <Thing what={kindsCounted([['command', reading.commands]])}>
          <Button
            look={forMatch(reading) === '' ? 'primary' : 'normal'}
            onClick={() => {
              onDone();
              handToTerminal(reading.commandLines);
            }}
          >
            Run in the terminal
          </Button>
        </Thing>
      )}
    </Things>
  );
}

/** What the match lab has a place for. */
function forMatch({ rules, sets, groups, templates, matchCount, packets }: PasteReading): string {
  const acls = rules.filter(({ kind }) => kind === 'acl').length;
  return kindsCounted([
    ['acl', acls],
    ['flow', rules.length - acls],
    ['address-set', sets.length],
    ['port-group', groups.length],
    ['template', templates.length],
    ['match', matchCount],
    ['microflow', packets.filter(({ kind }) => kind === 'microflow').length],
  ]);
}

/** The beginning of the first of them. */
function saidOf({ rules, matches, sets }: PasteReading): readonly string[] {
  const [first] = rules.map(({ match }) => match).concat(matches.map(({ text }) => text));
  return first === undefined ? (sets[0]?.members ?? []) : [first];
}
