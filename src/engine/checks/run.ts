/** Runs the steps of a suite over a deployment, one after the other. */
import { finishWork, type Work } from '../base';
import { deploymentHost, NOTHING_SET, startScript, type Environment, type LineOutcome } from '../commands';
import type { Deployment } from '../releases';
import { trace } from '../trace';
import { exchangeOf } from './exchange';
import { reportOf, type CheckOutcome, type DeedOutcome, type Outcome, type Probe, type SuiteReport } from './report';
import { pairOf, Subjects, type Subject } from './subjects';
import { wayText, type Check, type Claim, type Deed, type Suite, type Way } from './suite';

/**
 * The deployment is one to play with: commands change it. Packets are not counted.
 * `machine` is where local programs run, the first one when left out.
 */
export function runSuite(deployment: Deployment, suite: Suite, machine?: string): SuiteReport {
  return finishWork(runningSuite(deployment, suite, machine));
}

/** `runSuite` in pieces. */
export function* runningSuite(deployment: Deployment, suite: Suite, machine?: string): Work<SuiteReport> {
  const outcomes: Outcome[] = [];
  const shell = new Shell(deployment, machine);
  let deeds = 0;
  for (const step of suite.steps) {
    yield { what: step.kind === 'check' ? step.name : step.text, done: outcomes.length, total: suite.steps.length };
    if (step.kind === 'deed') {
      deeds += 1;
      outcomes.push(shell.do(step));
    } else outcomes.push(yield* checking(deployment, shell, step, deeds));
  }
  return reportOf(outcomes);
}

/** The commands of a suite: variables and the machine last until its end. */
class Shell {
  readonly #deployment: Deployment;
  #machine: string | undefined;
  #environment: Environment = NOTHING_SET;

  constructor(deployment: Deployment, machine: string | undefined) {
    this.#deployment = deployment;
    this.#machine = machine ?? deployment.machines.keys().next().value;
  }

  do(deed: Deed): DeedOutcome {
    const deployment = this.#deployment;
    deployment.automatic = deed.settles;
    const failed = this.type(deed.text).find(({ status }) => status !== 0);
    deployment.automatic = true;
    if (deed.settles) deployment.settle();
    return { kind: 'deed', deed, ok: failed === undefined, said: failed === undefined ? '' : complaintOf(failed) };
  }

  /** What came of each line, up to the first that failed. */
  type(text: string): readonly Typed[] {
    const deployment = this.#deployment;
    const started = startScript(deploymentHost(deployment), this.#machine, text, this.#environment, (program) =>
      deployment.action(program),
    );
    if (!started.ok) return [{ line: text, ...started.error }];
    const shell = started.value;
    for (const work = shell.run(); work.next().done !== true;) {
      if (shell.lines.some(({ status }) => status !== 0)) break;
    }
    this.#machine = shell.here ?? this.#machine;
    this.#environment = shell.environment;
    return shell.lines;
  }
}

type Typed = Pick<LineOutcome, 'line' | 'status' | 'stdout' | 'stderr'>;

function complaintOf({ line, status, stdout, stderr }: Typed): string {
  return `${line}\n${stderr.trim() || stdout.trim() || `exit status ${status}`}`;
}

type Judgement = Pick<CheckOutcome, 'passed' | 'sentence' | 'probes'>;

/** A check that may take its time is asked again after each thing that happens meanwhile. */
function* checking(deployment: Deployment, shell: Shell, check: Check, deeds: number): Work<CheckOutcome> {
  const began = deployment.now;
  const until = began + (check.patience ?? 0);
  // A time-out, which nobody else waits for here, is one of the things that happen.
  deployment.automatic = check.patience === null;
  let judgement = judge(deployment, shell, check.claim);
  while (!judgement.passed && check.patience !== null) {
    const { next } = deployment;
    if (next === undefined || next.due > until) break;
    yield* deployment.stepping();
    judgement = judge(deployment, shell, check.claim);
  }
  deployment.automatic = true;
  // Whoever waits in vain has waited: its time is gone for the steps that follow.
  if (!judgement.passed && deployment.next === undefined) deployment.wait(until - deployment.now);
  const waited = check.patience === null ? 0 : deployment.now - began;
  return { kind: 'check', check, ...judgement, waited, deeds };
}

function judge(deployment: Deployment, shell: Shell, claim: Claim): Judgement {
  switch (claim.kind) {
    case 'reach':
      return judgeReach(deployment, claim);
    case 'state': {
      const state = new Subjects(deployment).state(claim.of);
      if (state === undefined) return without(false, nobody(claim.of));
      const is = state.toLowerCase() === claim.state.toLowerCase();
      return without(is === claim.holds, `${claim.of} is ${state}.`);
    }
    case 'prints': {
      const lines = shell.type(claim.command);
      const failed = lines.find(({ status }) => status !== 0);
      const printed = lines.map(({ stdout }) => stdout).join('');
      const prints = printed.includes(claim.text);
      if (failed !== undefined && !prints) return without(false, `The command failed: ${complaintOf(failed)}`);
      return without(
        prints === claim.holds,
        printed.trim() === '' ? 'It prints nothing.' : `It prints: ${printed.trim()}`,
      );
    }
  }
}

function without(passed: boolean, sentence: string): Judgement {
  return { passed, sentence, probes: [] };
}

function nobody(name: string): string {
  return `Nobody is called ${name}.`;
}

function judgeReach(deployment: Deployment, claim: Extract<Claim, { kind: 'reach' }>): Judgement {
  const subjects = new Subjects(deployment);
  const probes = pairsOf(claim).flatMap(([from, to]) =>
    claim.by.map((way) => probe(deployment, subjects, from, to, way, claim.holds)),
  );
  const failed = probes.filter(({ passed }) => !passed);
  const [first = probes[0]] = failed;
  const more = failed.length > 1 ? ` ${failed.length} of ${probes.length} are not as they should be.` : '';
  return { passed: failed.length === 0, sentence: `${first?.sentence ?? ''}${more}`, probes };
}

function pairsOf({ from, to }: Extract<Claim, { kind: 'reach' }>): readonly (readonly [string, string])[] {
  return from.flatMap((a) => (to ?? from.filter((b) => b !== a)).map((b) => [a, b] as const));
}

function probe(
  deployment: Deployment,
  subjects: Subjects,
  fromName: string,
  toName: string,
  way: Way,
  holds: boolean,
): Probe {
  const about = { from: fromName, to: toName, way: wayText(way) };
  const [from, to] = [subjects.find(fromName), subjects.find(toName)];
  if (!from || !to) return { ...about, passed: false, sentence: nobody(from ? toName : fromName), trace: null };
  const pair = pairOf(from, to);
  if (!pair) return { ...about, passed: !holds, sentence: whyApart(from, to), trace: null };
  const messages = exchangeOf(way, ...pair);
  /** The last packet that the client sent. */
  let asked: Probe['trace'] = null;
  for (const { what, from: sender, to: receiver, request } of messages) {
    const who = sender === pair[0] ? [fromName, toName] : [toName, fromName];
    const traced = trace(deployment, request, { live: false });
    if (!traced.ok) return { ...about, passed: !holds, sentence: traced.error.message, trace: null };
    const { deliveries, sentence } = traced.value.verdict;
    if (sender === pair[0]) asked = traced.value;
    if (deliveries.some(({ logicalPort }) => logicalPort === receiver.name)) continue;
    const lost = `The ${what} of ${who[0] ?? ''} did not arrive at ${who[1] ?? ''}: ${ended(sentence)}`;
    return { ...about, passed: !holds, sentence: lost, trace: traced.value };
  }
  const all = messages.map(({ what }) => what).join(', ');
  return { ...about, passed: holds, sentence: `Everything arrived: ${all}.`, trace: asked };
}

/** Why nothing can be sent between two that exist. */
function whyApart(from: Subject, to: Subject): string {
  const mute = from.ports.length === 0 ? from : to;
  if (mute.ports.length > 0) return `${from.name} and ${to.name} are the same port.`;
  const [absent] = mute.absent;
  if (absent === undefined) return `${mute.name} has no port in OVN.`;
  return absent.why === 'unplugged'
    ? `${mute.name} is plugged in on no machine.`
    : `${mute.name} has no MAC address in OVN.`;
}

function ended(sentence: string): string {
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
