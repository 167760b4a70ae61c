/**
 * Every door by which text, bytes or JSON of unknown origin come in, with what must
 * hold behind it. A new language or format is a new line here.
 *
 * Invariants of a door: what it draws depends on the chance that it is handed and on
 * the pool alone; a visit depends on its setup and its inputs alone, so that a case
 * that is kept fails again.
 */
import type { Door } from '../door';
import { actions } from './actions';
import { checks } from './checks';
import { appctl, completion, nbctl, ofctl, ovsdbClient, sbctl, shell, vsctl } from './commands';
import { archive, databaseFile, databaseText } from './databases';
import { edits } from './edits';
import { flow, flowActions } from './flows';
import { linkJson, linkPacked, linkText, matchLink } from './links';
import { match, matchPair } from './match';
import { hex, microflow, packetBytes, packetJson, packetRandom, packetTrace, pcap } from './packets';
import { packetIn } from './packet-ins';
import { pasted } from './pastes';
import { scenarioJson, scenarioText } from './scenarios';
import { tasks } from './tasks';

export const DOORS: readonly Door[] = [
  match,
  matchPair,
  actions,
  checks,
  shell,
  nbctl,
  sbctl,
  vsctl,
  ovsdbClient,
  ofctl,
  appctl,
  completion,
  edits,
  linkText,
  linkJson,
  linkPacked,
  scenarioJson,
  scenarioText,
  matchLink,
  tasks,
  packetBytes,
  packetRandom,
  packetTrace,
  packetIn,
  pcap,
  hex,
  microflow,
  flow,
  flowActions,
  packetJson,
  pasted,
  databaseFile,
  databaseText,
  archive,
];
