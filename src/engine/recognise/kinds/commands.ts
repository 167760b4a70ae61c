/**
 * Lines of a shell: `ovn-nbctl acl-add …` and the other commands that make ACLs,
 * sets and groups, `ovn-trace` with its microflow, and plain commands. A prompt,
 * `sudo` and what runs a command in a container may stand before them.
 */
import { readCell, type Cell } from '../cells';
import { addSet, readRow } from '../rows';
import { readDirection, wrongAcl, type Source } from '../source';
import { readWords, type Word } from '../words';
import type { TextRange } from '../../base';
import type { Kind } from './kind';

export const COMMANDS: Kind = {
  name: 'commands',
  says: 'commands, ovn-nbctl acl-add among them',
  lines(source, at) {
    const line = source.lines[at];
    if (line === undefined || !MAY_BE.test(line.text)) return undefined;
    let end = line.start;
    let known = false;
    // Several commands may share a line.
    for (let from = line.start; from < line.end; from = end + 1) {
      const command = readWords(source.text, from);
      if (!command.ok) {
        if (!known && !STARTS.test(line.text)) return undefined;
        source.patience -= command.end - from;
        source.leave({ start: from, end: command.end }, command.reason);
        end = command.end;
        known = true;
        continue;
      }
      end = Math.max(command.end, from);
      known = readCommand(source, command.words) || known;
      if (!known) return undefined;
    }
    let next = at + 1;
    while ((source.lines[next]?.start ?? Infinity) < end) next++;
    return next;
  },
};

const PROGRAMS: ReadonlySet<string> = new Set([
  'ovn-nbctl',
  'ovn-sbctl',
  'ovn-trace',
  'ovn-appctl',
  'ovs-vsctl',
  'ovs-ofctl',
  'ovs-appctl',
  'ovs-dpctl',
  'ovsdb-client',
]);
/** Subcommands that are known without their program. */
const BARE: ReadonlySet<string> = new Set(['acl-add', 'pg-add', 'pg-set-ports']);
/** A cheap question before anything is cut into words. */
const MAY_BE = /(?:^|[\s/])(?:ov[ns]-[a-z]+|ovsdb-client|acl-add|pg-add|pg-set-ports)\s/;
const STARTS = /^\s*(?:[$#>%]\s+)?(?:sudo\s+)?(?:ov[ns]-[a-z]+|ovsdb-client|acl-add|pg-add)\s/;
/** Before which anything may stand that they run the program in. */
const LAUNCHERS: ReadonlySet<string> = new Set([
  'sudo',
  'kubectl',
  'oc',
  'docker',
  'podman',
  'crictl',
  'nerdctl',
  'juju',
  'ip',
  'time',
  'env',
  'ssh',
  'microk8s',
  'lxc',
  'incus',
]);
/** Words in which a program is looked for. */
const LOOKED_AT = 24;

function readCommand(source: Source, words: readonly Word[]): boolean {
  const at = words.findIndex((word, index) => index < LOOKED_AT && isProgram(word.text));
  const first = at < 0 ? words.findIndex((word) => BARE.has(word.text)) : at;
  if (first < 0 || !isPrompt(words.slice(0, first))) return false;
  const program = at < 0 ? 'ovn-nbctl' : basename(words[at]?.text ?? '');
  const rest = words.slice(at < 0 ? first : first + 1);
  const place = spanOf(words.slice(first));
  if (program === 'ovn-trace') return readTrace(source, rest, place);
  const parts = program === 'ovn-nbctl' || program === 'ovn-sbctl' ? splitAt(rest) : [];
  let understood = false;
  for (const part of parts) understood = readCtl(source, part) || understood;
  if (!understood)
    source.add(place, {
      kind: 'command',
      line: words
        .slice(first)
        .map((word) => source.text.slice(word.place.start, word.place.end))
        .join(' '),
    });
  return true;
}

function isProgram(word: string): boolean {
  return PROGRAMS.has(basename(word));
}

function basename(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

/** `$`, `#`, `user@host:~$`, `[root@host ~]#`, `sh-5.1#`, `+`, assignments, or a launcher with its arguments. */
function isPrompt(before: readonly Word[]): boolean {
  if (before.length === 0) return true;
  const last = before.at(-1)?.text ?? '';
  if (before.length <= 3 && /^.{0,80}[$#>%+]$/.test(last)) return true;
  return (
    before.some(({ text }, index) => LAUNCHERS.has(basename(text)) && isPrompt(before.slice(0, index))) ||
    before.every(({ text }) => /^\w+=/.test(text))
  );
}

/** At `--` between commands of one transaction. */
function splitAt(words: readonly Word[]): readonly (readonly Word[])[] {
  const parts: Word[][] = [[]];
  for (const word of words) {
    if (word.text === '--') parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

/** True when it is a command that makes something of use here, or tells of what follows. */
function readCtl(source: Source, words: readonly Word[]): boolean {
  const options = words.filter((word) => word.text.startsWith('--'));
  const [verb, ...args] = words.filter((word) => !word.text.startsWith('--'));
  if (verb === undefined) return false;
  const place = spanOf(words);
  const has = (option: string) => options.some((word) => word.text === option);
  const given = (option: string) =>
    options.find((word) => word.text.startsWith(`${option}=`))?.text.slice(option.length + 1);
  switch (verb.text) {
    case 'acl-add':
      return readAclAdd(source, args, place, {
        tier: given('--tier'),
        name: given('--name'),
        afterLb: has('--apply-after-lb'),
      });
    case 'acl-list':
      source.setting.entity = args[0]?.text ?? null;
      return false;
    case 'list':
    case 'find':
      source.setting.table = args[0]?.text ?? null;
      return false;
    case 'pg-add':
    case 'pg-set-ports': {
      const [name, ...ports] = args;
      if (name === undefined) return false;
      source.add(place, { kind: 'port-group', name: name.text, ports: ports.map((word) => word.text) });
      return true;
    }
    case 'create':
    case 'set':
    case 'add':
      return readDatabaseCommand(source, verb.text, args, place);
    default:
      return false;
  }
}

interface AclOptions {
  readonly tier: string | undefined;
  readonly name: string | undefined;
  readonly afterLb: boolean;
}

function readAclAdd(
  source: Source,
  args: readonly Word[],
  place: TextRange,
  { tier, name, afterLb }: AclOptions,
): boolean {
  const [entity, direction, priority, match, action] = args;
  if (!entity || !direction || !priority || !match || !action) {
    source.leave(
      place,
      `acl-add takes a switch or port group, direction, priority, match and action: ${args.length} of these five are here.`,
    );
    return true;
  }
  const wrong = wrongAcl(direction.text, priority.text, action.text);
  if (wrong !== undefined) {
    source.leave(place, wrong);
    return true;
  }
  source.addAcl(place, {
    entity: entity.text,
    direction: readDirection(direction.text) ?? 'from-lport',
    priority: Number(priority.text),
    match: { text: match.text, place: match.inner },
    action: action.text,
    tier: Number(tier ?? 0) || 0,
    name: name ?? null,
    afterLb,
  });
  return true;
}

/** `create TABLE column=value …`, `set TABLE record column=value …`, `add TABLE record column value …`. */
function readDatabaseCommand(source: Source, verb: string, args: readonly Word[], place: TextRange): boolean {
  const [table, record, column, ...values] = args;
  if (table === undefined) return false;
  const of = TABLES.find((name) => name.toLowerCase() === table.text.toLowerCase().replaceAll('-', '_'));
  if (of === undefined) return false;
  if (verb === 'add') {
    if (of !== 'Address_Set' || column?.text !== 'addresses' || record === undefined) return false;
    const atoms = values.flatMap((word) => cellOf(source, word, word.inner).atoms);
    addSet(source, place, record.text, { place, atoms, keys: [] });
    return true;
  }
  const columns = new Map<string, Cell>();
  for (const word of verb === 'create' ? args.slice(1) : args.slice(2)) {
    const equals = word.text.indexOf('=');
    const at = source.text.indexOf('=', word.place.start);
    if (equals < 0 || at < 0 || at >= word.place.end) continue;
    columns.set(word.text.slice(0, equals).trim(), cellOf(source, word, { start: at + 1, end: word.inner.end }));
  }
  if (verb === 'set' && record !== undefined && !columns.has('name'))
    columns.set('name', { place: record.place, atoms: [{ text: record.text, place: record.inner }], keys: [] });
  return readRow(source, { table: of, columns, place });
}

const TABLES = ['ACL', 'Address_Set', 'Port_Group', 'Chassis_Template_Var'] as const;

/** A value in a word of the shell: its own quotes may stand around the value's. */
function cellOf(source: Source, word: Word, within: TextRange): Cell {
  let { start, end } = within;
  const first = source.text.charAt(start);
  const last = source.text.charAt(word.place.end - 1);
  if (first === "'" && last === "'" && end > start + 1) {
    start++;
    end = Math.max(start, word.place.end - 1);
  }
  return readCell(source.text, start, end);
}

/** The microflow is the last argument; a datapath may stand before it. */
function readTrace(source: Source, words: readonly Word[], place: TextRange): boolean {
  const args = words.filter((word) => !word.text.startsWith('-'));
  const microflow = args.at(-1);
  if (microflow === undefined || (args.length === 1 && !/[=&]/.test(microflow.text)))
    source.leave(place, 'ovn-trace ends with a microflow, and there is none.');
  else source.add(place, { kind: 'microflow', microflow: { text: microflow.text, place: microflow.inner } });
  return true;
}

function spanOf(words: readonly Word[]): TextRange {
  return { start: words[0]?.place.start ?? 0, end: words.at(-1)?.place.end ?? 0 };
}
