/** An engine whose deployment nobody may change: what would do so is answered as what cannot be done. */
import type { EngineApi, EngineClient } from './protocol';

const WHY = 'This page shows the deployment and does not change it.';
const edit = () => ({ ok: false, commands: [], message: WHY });
const nothing = () => undefined;

const REFUSALS = new Map<string | symbol, (...args: never[]) => unknown>(
  Object.entries({
    run: (_: string, machine: string) => ({
      status: 1,
      stdout: '',
      stderr: WHY,
      notes: [],
      machine,
      following: false,
    }),
    runScript: (lines, machine, environment = { variables: {}, functions: {} }) => ({
      lines,
      results: [],
      done: 0,
      total: lines.length,
      stopped: true,
      machine,
      environment,
      sent: null,
      problem: null,
    }),
    perform: edit,
    performAll: edit,
    undo: nothing,
    redo: nothing,
    step: nothing,
    setStepping: nothing,
    setDaemon: nothing,
    setCutOff: nothing,
    rename: nothing,
    setPackets: nothing,
    setChecks: nothing,
    setPositions: nothing,
  } satisfies Refusals),
);

type Refusals = {
  readonly [Name in keyof EngineApi]?: (...args: Parameters<EngineApi[Name]>) => Awaited<ReturnType<EngineApi[Name]>>;
};

export function locked(client: EngineClient): EngineClient {
  return new Proxy(client, {
    get(target, name) {
      const refusal = REFUSALS.get(name);
      if (refusal === undefined) return Reflect.get(target, name) as unknown;
      return (...args: never[]) => Promise.resolve(refusal(...args));
    },
  });
}
