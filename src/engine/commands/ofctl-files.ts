/** add-flows, replace-flows and diff-flows of ovs-ofctl. There are no files: the one that is read is `-`, what stands before the command. */
import { ok, type Result } from '../base';
import {
  flowKey,
  formatActions,
  formatHex,
  formatRule,
  toOpenFlow10,
  type FlowEntry,
  type ParsedFlow,
} from '../openflow';
import { sameFlow } from '../vswitch';
import { refuse, type OfctlAnswer, type OfctlCall } from './ofctl-call';
import { mixesCommands } from './release-facts';

/** What to do with one line. */
export interface FlowPlan {
  readonly add: readonly FlowEntry[];
  readonly remove: readonly FlowEntry[];
}

export interface FlowReaders {
  readonly readFlow: (call: OfctlCall, text: string, command: 'add' | 'modify' | 'delete') => Result<ParsedFlow>;
  readonly change: (call: OfctlCall, add: readonly FlowEntry[], remove: readonly FlowEntry[]) => Result<string>;
  readonly planDelete: (call: OfctlCall, flow: ParsedFlow) => FlowPlan;
  readonly planModify: (call: OfctlCall, flow: ParsedFlow) => FlowPlan;
}

/** All lines are read before the first is done. Since June 2015 a line may begin with another command than `add`. */
export function addFlows(call: OfctlCall, readers: FlowReaders): Result<OfctlAnswer> {
  const mixed = mixesCommands(call.host.release);
  const steps: { readonly call: OfctlCall; readonly verb: Verb; readonly flow: ParsedFlow }[] = [];
  const lines = linesOf(call, call.args[0] ?? '');
  if (!lines.ok) return lines;
  for (const { number, text } of lines.value) {
    const [, word = 'add', rest = text] = (mixed ? VERB.exec(text) : null) ?? [];
    const [verb = 'add', strict] = word.split('_');
    const asked = { ...call, strict: strict !== undefined };
    const read = readers.readFlow(asked, rest, isVerb(verb) ? verb : 'add');
    if (!read.ok) return refuse(`-:${number}: ${read.error.message}`, read.error.hint);
    steps.push({ call: asked, verb: isVerb(verb) ? verb : 'add', flow: read.value });
  }
  // What is added together is one entry of history.
  const adding: FlowEntry[] = [];
  const flush = () => (adding.length === 0 ? ok('') : readers.change(call, adding.splice(0), []));
  for (const { call: asked, verb, flow } of steps) {
    if (verb === 'add') {
      adding.push(flow.entry);
      continue;
    }
    const before = flush();
    if (!before.ok) return before;
    const { add, remove } = verb === 'delete' ? readers.planDelete(asked, flow) : readers.planModify(asked, flow);
    const done = readers.change(call, add, remove);
    if (!done.ok) return done;
  }
  return flush();
}

type Verb = 'add' | 'modify' | 'delete';
const VERB = /^\s*(add|modify_strict|modify|delete_strict|delete)\s+(.*)$/s;

function isVerb(word: string): word is Verb {
  return word === 'add' || word === 'modify' || word === 'delete';
}

export function replaceFlows(call: OfctlCall, readers: FlowReaders): Result<OfctlAnswer> {
  const wanted = readSource(call, call.args[0] ?? '', readers);
  if (!wanted.ok) return wanted;
  const present = new Map(call.bridge.listFlows().map((flow) => [flowKey(flow), flow]));
  const add = [...wanted.value].filter(([key, flow]) => {
    const old = present.get(key);
    return old === undefined || !sameFlow(old, flow);
  });
  const remove = [...present].filter(([key]) => !wanted.value.has(key));
  return readers.change(
    call,
    add.map(([, flow]) => flow),
    remove.map(([, flow]) => flow),
  );
}

/** The first argument is the bridge that the call is about, unless it is `-`. */
export function diffFlows(call: OfctlCall, readers: FlowReaders): Result<OfctlAnswer> {
  const [first = '', second = ''] = call.given;
  const sides = [readSource(call, first, readers), readSource(call, second, readers)] as const;
  const [a, b] = sides;
  if (!a.ok) return a;
  if (!b.ok) return b;
  let text = '';
  for (const key of new Set([...a.value.keys(), ...b.value.keys()])) {
    const [left, right] = [line(a.value.get(key)), line(b.value.get(key))];
    if (left === right) continue;
    if (left !== '') text += `-${left}\n`;
    if (right !== '') text += `+${right}\n`;
  }
  return ok({ text, status: text === '' ? 0 : 2 });
}

type Source = ReadonlyMap<string, FlowEntry>;

function readSource(call: OfctlCall, name: string, readers: FlowReaders): Result<Source> {
  if (name !== '-') {
    const bridge = call.host.bridge(call.machine, name)?.bridge;
    if (bridge === undefined) return refuse(`${name} is not a bridge or a socket`);
    return ok(new Map(bridge.listFlows().map((flow) => [flowKey(flow), flow])));
  }
  const lines = linesOf(call, name);
  if (!lines.ok) return lines;
  const flows = new Map<string, FlowEntry>();
  for (const { number, text } of lines.value) {
    const read = readers.readFlow(call, text, 'add');
    if (!read.ok) return refuse(`-:${number}: ${read.error.message}`, read.error.hint);
    flows.set(flowKey(read.value.entry), read.value.entry);
  }
  return ok(flows);
}

interface Line {
  readonly number: number;
  readonly text: string;
}

/** Without comments and empty lines. */
function linesOf({ input }: OfctlCall, file: string): Result<readonly Line[]> {
  if (file !== '-') return refuse(`${file}: open failed (No such file or directory)`, HERE);
  if (input === undefined) return refuse('-: there is nothing to read', HERE);
  const lines = input.split('\n').map((text, index) => ({ number: index + 1, text: text.replace(/#.*$/, '') }));
  return ok(lines.filter(({ text }) => text.trim() !== ''));
}

const HERE = "There are no files here: write - and put the flows below the line, between <<'EOF' and EOF.";

function line(flow: FlowEntry | undefined): string {
  if (flow === undefined) return '';
  const { table, cookie, idleTimeout = 0, hardTimeout = 0, actions } = flow;
  return [
    table === 0 ? '' : `table=${table} `,
    formatRule(flow),
    cookie === 0n ? '' : ` cookie=${formatHex(cookie)}`,
    idleTimeout === 0 ? '' : ` idle_timeout=${idleTimeout}`,
    hardTimeout === 0 ? '' : ` hard_timeout=${hardTimeout}`,
    ` actions=${formatActions(toOpenFlow10(actions))}`,
  ].join('');
}
