/** A task as a lesson: its texts shown, its checks asked. */
import { portNamed, switchNamed } from '../checks';
import type { Lesson, Seen } from '../lesson';
import { Prose } from './prose';
import type { Check, Task } from './task';

export function lessonOfTask(id: string, task: Task): Lesson {
  return {
    id,
    title: task.title,
    summary: task.summary,
    scenario: { document: JSON.stringify(task.start) },
    steps: task.steps.map((step) => ({
      title: step.title,
      text: <Prose text={step.text} />,
      ...(step.commands.length > 0 ? { commands: step.commands } : {}),
      hints: step.hints,
      show: commandsToShow(step).length > 0 ? [{ do: 'run', lines: commandsToShow(step) }] : [],
      learned: step.learned,
      check: (seen) => firstMissing(step.checks, seen),
    })),
  };
}

function commandsToShow({ solution, commands }: Task['steps'][number]): readonly string[] {
  return solution.length > 0 ? solution : commands;
}

function firstMissing(checks: readonly Check[], seen: Seen): string | null {
  for (const check of checks) {
    const missing = missingOf(check, seen);
    if (missing !== null) return missing;
  }
  return null;
}

/** Null when it holds, else what is missing. */
function missingOf(check: Check, { mirror, player, ran }: Seen): string | null {
  switch (check.is) {
    case 'switch':
      return switchNamed(mirror, check.name) ? null : `There is no switch ${check.name} yet.`;
    case 'port': {
      const port = portNamed(mirror, check.name);
      if (!port) return `There is no port ${check.name} yet.`;
      const sw = mirror.model.switches.find(({ uuid }) => uuid === port.switch);
      if (check.switch !== undefined && sw?.name !== check.switch) return `${check.name} is not on ${check.switch}.`;
      if (check.mac !== undefined && !port.macs.includes(check.mac))
        return `${check.name} does not have the address ${check.mac} yet.`;
      if (check.on !== undefined && port.machine !== check.on) return `${check.on} has not claimed ${check.name} yet.`;
      return null;
    }
    case 'delivered': {
      const verdict = player.stale ? undefined : player.trace?.verdict;
      if (!verdict) return `Send a packet to ${check.to}.`;
      return verdict.deliveries.some(({ logicalPort }) => logicalPort === check.to)
        ? null
        : `This packet did not reach ${check.to}.`;
    }
    case 'dropped': {
      const trace = player.stale ? null : player.trace;
      if (!trace) return 'Send a packet and see where it ends.';
      if (trace.verdict.kind !== 'dropped') return 'This packet was delivered.';
      const tables = trace.verdict.drops.map(({ step }) => tableOf(trace.steps, step));
      return check.table === undefined || tables.includes(check.table) ? null : 'This packet was dropped elsewhere.';
    }
    case 'printed':
      return ran.some(({ line, stdout }) => line.includes(check.command) && stdout.includes(check.output))
        ? null
        : 'What is asked for has not been printed in the terminal yet.';
  }
}

/** The OpenFlow table in which a step happened. */
export function tableOf(steps: NonNullable<Seen['player']['trace']>['steps'], at: number): number | undefined {
  for (let step = steps[at]; step; step = step.parent === null ? undefined : steps[step.parent]) {
    if (step.table !== undefined) return step.table;
  }
  return undefined;
}
