/** Action texts against what the parser of 2015-08 answered. */
import { actions2015_08, encodeActions, formatPrerequisites, parseActions } from '../../engine/actions';
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
 * The difference between a recorded line and our answer; undefined when there is none. Texts must be equal; where the
 * recording writes a register through the xreg that it is half of, an equal effect counts.
 */
export function compareActions2015(recorded: ReadonlyMap<string, string>): string | undefined {
  const text = recorded.get('actions') ?? '';
  const [error, openflow, prereqs] = ['error', 'openflow', 'prereqs'].map((name) => recorded.get(name));
  const theirs: Answer = {
    ...(error === undefined ? {} : { error }),
    ...(openflow === undefined ? {} : { openflow }),
    ...(prereqs === undefined ? {} : { prereqs }),
  };
  const ours = answer(text);
  return isSameAnswer(ours, theirs) ? undefined : `${text}\n  recorded: ${say(theirs)}\n  ours:     ${say(ours)}`;
}

function answer(text: string): Answer {
  const parsed = parseActions(text, { dialect: actions2015_08, symbols: RELEASE.symbols, nextAllowed: true });
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

function say({ error, openflow, prereqs }: Answer): string {
  return error ?? `${openflow ?? ''} if ${prereqs ?? ''}`;
}
