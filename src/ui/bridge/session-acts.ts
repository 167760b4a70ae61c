/** The calls that act: each is an entry of the log of actions, done in its turn. */
import { err, formatCommand } from '../../engine/base';
import { NOTHING_SET } from '../../engine/commands';
import { sendTraffic, trace } from '../../engine/trace';
import { stoppedAfter } from './action-log';
import type { LoggedAction } from './action-log';
import { edit, enact, runLine, runLines } from './enact';
import { failedCommand, failedEdit } from './guard';
import type { Edit, EngineApi } from './protocol';
import { telling } from './printing';
import { atOnce } from './session-core';
import type { SessionCore } from './session-core';

type Acts = Pick<
  EngineApi,
  | 'run'
  | 'runScript'
  | 'stop'
  | 'interrupt'
  | 'perform'
  | 'performAll'
  | 'undo'
  | 'redo'
  | 'goTo'
  | 'switchBranch'
  | 'step'
  | 'settle'
  | 'setStepping'
  | 'setDaemon'
  | 'setCutOff'
  | 'trace'
  | 'sendTraffic'
  | 'rename'
  | 'setPackets'
  | 'setChecks'
  | 'setPositions'
>;

export function sessionActs(core: SessionCore): Acts {
  const act = (action: LoggedAction) =>
    core.do(
      action,
      (open) => enact(open, action, core.stopped),
      (events) => (core.stopped() && typeof events === 'number' ? stoppedAfter(action, events) : action),
    );
  const perform = (edits: readonly Edit[]) => {
    const action = { kind: 'perform', edits } as const;
    return core.act(action, (open) => atOnce(() => edit(open, action)), failedEdit);
  };
  return {
    run: (line, machine) =>
      core.act(
        { kind: 'run', line, machine },
        (open) => atOnce(() => runLine(open, line, machine)),
        (problem) => failedCommand(machine, problem),
      ),
    runScript(lines, machine, environment = NOTHING_SET, run) {
      const set = [environment.variables, environment.functions].some((names) => Object.keys(names).length > 0);
      const action = { kind: 'script', lines, machine, ...(set ? { environment } : {}) } as const;
      const mistaken: number[] = [];
      const { clock, post } = core.platform;
      const printed =
        run === undefined
          ? undefined
          : telling(clock, machine, (pieces) => {
              post({ signal: 'printed', run, pieces });
            });
      return core.act(
        action,
        (open) =>
          runLines(
            open,
            action,
            core.stopped,
            (index, argv, thrown) => {
              mistaken.push(index);
              const problem = core.mistake(formatCommand(argv), thrown, { answered: true, fatal: false });
              return failedCommand(machine, problem);
            },
            printed,
          ),
        (problem) => ({
          lines: [],
          results: [],
          done: 0,
          total: lines.length,
          stopped: false,
          machine,
          environment,
          sent: null,
          problem,
        }),
        ({ stopped, done }) => ({
          ...action,
          ...(stopped ? { programs: done } : {}),
          ...(mistaken.length > 0 ? { mistaken } : {}),
        }),
      );
    },
    stop() {
      core.stop();
    },
    interrupt() {
      core.open.following = undefined;
    },
    perform: (one) => perform([one]),
    performAll: perform,
    undo: () => act({ kind: 'takeBack' }),
    redo: () => act({ kind: 'doAgain' }),
    goTo: (position) => act({ kind: 'goTo', position }),
    switchBranch: (branch) => act({ kind: 'switchBranch', branch }),
    step: () => act({ kind: 'step' }),
    settle: () => act({ kind: 'settle' }),
    setStepping: (manual) => act({ kind: 'setStepping', manual }),
    setDaemon: (name, change) => act({ kind: 'setDaemon', name, change }),
    setCutOff: (machine, what, cut) => act({ kind: 'setCutOff', machine, what, cut }),
    trace: (request) =>
      core.touch(
        'send a packet',
        ({ deployment, builder }) => {
          const traced = trace(deployment, request);
          if (traced.ok) builder.noteTrace(traced.value);
          return traced;
        },
        err,
      ),
    sendTraffic: (script, done, count) =>
      core.touch(
        'send traffic',
        ({ deployment, builder }) =>
          sendTraffic(deployment, script, done, count, (told) => {
            builder.noteTrace(told);
          }),
        () => [],
      ),
    rename: (name) => act({ kind: 'rename', name }),
    setPackets: (packets) => act({ kind: 'setPackets', packets }),
    setChecks: (text) => act({ kind: 'setChecks', text }),
    setPositions: (positions, words) =>
      act({ kind: 'setPositions', positions, ...(words === undefined ? {} : { words }) }),
  };
}
