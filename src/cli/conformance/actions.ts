/** `ovn conformance actions`: action texts against what the parser of 2015-08 answered. */
import { encodeActions, formatPrerequisites, parseActions } from '../../engine/actions';
import {
  FIELDS,
  formatAction,
  formatActions,
  onesOf,
  parseActions as parseOpenFlow,
  type FieldName,
  type OfAction,
} from '../../engine/openflow';
import { release2015_08 as RELEASE } from '../../engine/releases';

interface Answer {
  readonly error?: string;
  readonly openflow?: string;
  readonly prereqs?: string;
}

interface ActionCase extends Answer {
  readonly actions: string;
}

/** The ports, and the table after the row's, that the cases were recorded with. */
const PORTS: ReadonlyMap<string, number> = new Map([
  ['eth0', 5],
  ['eth1', 6],
  ['LOCAL', 65534],
]);
const PLACES = {
  nextTable: 11,
  outputTable: RELEASE.logical.tables.output,
  outport: RELEASE.logical.registers.outport,
} as const;

/**
 * Compares each line of a file of recorded cases and prints those that differ.
 * Texts must be equal; where the recording writes a register through the xreg
 * that it is half of, an equal effect counts.
 */
export function conformActions(
  lines: readonly string[],
  print: (line: string) => void,
): { passed: number; failed: number } {
  let passed = 0;
  let failed = 0;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const recorded = readCase(line);
    const ours = answer(recorded.actions);
    if (isSameAnswer(ours, recorded)) passed++;
    else {
      failed++;
      print(`${recorded.actions}\n  recorded: ${say(recorded)}\n  ours:     ${say(ours)}`);
    }
  }
  return { passed, failed };
}

function answer(text: string): Answer {
  const parsed = parseActions(text, { dialect: RELEASE.actions, symbols: RELEASE.symbols, nextAllowed: true });
  if (!parsed.ok) return { error: parsed.error.message };
  const { actions, prerequisites } = parsed.value;
  const openflow = formatActions(encodeActions(actions, { ...PLACES, lookupPort: (name) => PORTS.get(name) }));
  return { openflow, prereqs: formatPrerequisites(prerequisites, RELEASE.symbols) };
}

function isSameAnswer(ours: Answer, recorded: Answer): boolean {
  if (ours.error !== recorded.error || ours.prereqs !== recorded.prereqs) return false;
  if (ours.openflow === recorded.openflow) return true;
  return effectOf(ours.openflow ?? '') === effectOf(recorded.openflow ?? '');
}

/** Actions with registers written as registers and without bits that no mask lets through. */
function effectOf(text: string): string {
  const parsed = parseOpenFlow(text);
  if (!parsed.ok) return text;
  return parsed.value.flatMap(plainly).map(formatAction).join(',');
}

function plainly(action: OfAction): readonly OfAction[] {
  if (action.type !== 'set_field') return [action];
  const { field, value } = action;
  const mask = action.mask ?? onesOf(field);
  const half = /^xreg(\d)$/.exec(field)?.[1];
  if (half === undefined) return [writing(field, value, mask)];
  const high = writing(register(2 * Number(half)), value >> 32n, mask >> 32n);
  const low = writing(register(2 * Number(half) + 1), value & 0xffffffffn, mask & 0xffffffffn);
  return [high, low].filter((part) => part.mask !== 0n);
}

function writing(field: FieldName, value: bigint, mask: bigint): Extract<OfAction, { readonly type: 'set_field' }> {
  return { type: 'set_field', field, value: value & mask, mask };
}

function register(n: number): FieldName {
  const name = `reg${n}`;
  if (!isField(name)) throw new Error(`There is no ${name}`);
  return name;
}

function isField(name: string): name is FieldName {
  return name in FIELDS;
}

function readCase(line: string): ActionCase {
  const json: unknown = JSON.parse(line);
  const field = (name: string) => {
    const value: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const actions = field('actions');
  if (actions === undefined) throw new Error(`No case of actions: ${line}`);
  const error = field('error');
  const openflow = field('openflow');
  const prereqs = field('prereqs');
  return {
    actions,
    ...(error === undefined ? {} : { error }),
    ...(openflow === undefined ? {} : { openflow }),
    ...(prereqs === undefined ? {} : { prereqs }),
  };
}

function say({ error, openflow, prereqs }: Answer): string {
  return error ?? `${openflow ?? ''} if ${prereqs ?? ''}`;
}
