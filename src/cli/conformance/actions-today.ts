/** Action texts of today against what the parser of their release answered, letter for letter. */
import {
  DHCPV4_OPTIONS,
  DHCPV6_OPTIONS,
  encodeTodayActions,
  formatTodayActions,
  parseTodayActions,
  printPrerequisites,
  type ActionLanguage,
} from '../../engine/actions';
import { symbolsToday } from '../../engine/match';
import { formatActions, type OfAction } from '../../engine/openflow';
import { languageOf } from '../../engine/releases';

interface Answer {
  readonly error?: string;
  /** Absent when the actions print as they were given. */
  readonly formatted?: string;
  readonly openflow?: string;
  readonly group?: string;
  readonly prereqs?: string;
}

const KEYS = ['error', 'formatted', 'openflow', 'group', 'prereqs'] as const satisfies readonly (keyof Answer)[];

/** What the cases were recorded with. */
const PORTS: ReadonlyMap<string, number> = new Map([
  ['eth0', 5],
  ['eth1', 6],
  ['LOCAL', 65534],
  ['lsp1', 17],
]);
const FLOW_UUID = 'aaaaaaaa-bbbb-bbbb-cccc-ccccdddddddd';
const TABLE = 10;

/** The difference between a recorded line and our answer; undefined when there is none. */
export function compareTodayActions(recorded: ReadonlyMap<string, string>): string | undefined {
  const text = recorded.get('actions') ?? '';
  const release = recorded.get('release') ?? '';
  const language = languageOf(release);
  if (language === undefined) return `${text}\n  nobody knows the actions of ${release}`;
  const ours = answer(text, language);
  if (KEYS.every((key) => recorded.get(key) === ours[key])) return undefined;
  const lines = KEYS.flatMap((key) => {
    const [theirs, own] = [recorded.get(key), ours[key]];
    return theirs === own ? [] : [`  ${key}:\n    recorded: ${theirs ?? '(none)'}\n    ours:     ${own ?? '(none)'}`];
  });
  return [text, ...lines].join('\n');
}

function answer(text: string, language: ActionLanguage): Answer {
  const symbols = symbolsToday();
  const dhcp = { v4: DHCPV4_OPTIONS, v6: DHCPV6_OPTIONS };
  const parsed = parseTodayActions(text, { language, symbols, pipeline: 'ingress', table: TABLE, dhcp });
  if (!parsed.ok) return { error: parsed.error.message };
  const { actions, prerequisites } = parsed.value;
  const formatted = formatTodayActions(actions);
  const groups = new Numbers();
  const meters = new Numbers();
  const encoded = encodeTodayActions(actions, {
    language,
    pipeline: 'ingress',
    outputTable: 64,
    isSwitch: true,
    lookupPort: (name) => PORTS.get(name),
    isLocal: (name) => PORTS.has(name),
    tunnelPort: (name) => PORTS.get(name),
    group: (name) => groups.of(name),
    meter: (name) => meters.of(name),
    collectorSets: new Set([0, 200]),
    datapathKey: 0xabcdef,
    flowUuid: FLOW_UUID,
    datapath: { zeroSnat: false, symmetricHash: false, meters: false },
    explicitOutput: true,
  });
  const openflow = unread(formatActions(encoded.map(asOvnPrints)));
  const group = groups.named.find((_, i) => `group:${i + 1}`.includes(openflow));
  const prereqs = printPrerequisites(prerequisites);
  return {
    ...(formatted === text ? {} : { formatted }),
    openflow,
    ...(group === undefined ? {} : { group: `id(${groups.of(group)}), name(${group})` }),
    ...(prereqs === undefined ? {} : { prereqs }),
  };
}

/** The action that takes one off the TTL prints no parentheses before a switch has seen it. */
function asOvnPrints(action: OfAction): OfAction {
  if (action.type === 'clone') return { ...action, actions: action.actions.map(asOvnPrints) };
  if (action.type === 'ct') return { ...action, exec: action.exec.map(asOvnPrints) };
  return action.type === 'dec_ttl' && action.controllers.length === 0 ? { ...action, controllers: [0] } : action;
}

/** OVN leaves open how many bits of another field a learned flow matches, and prints that before a switch has seen it. */
function unread(text: string): string {
  return text.replace(/learn\([^)]*\)/g, (learn) => learn.replace(/=(\w+)\[\]/g, '=$1[0..-1]'));
}

/** Numbers from 1, one for each name. */
class Numbers {
  readonly named: string[] = [];

  of(name: string): number {
    if (!this.named.includes(name)) this.named.push(name);
    return this.named.indexOf(name) + 1;
  }
}
