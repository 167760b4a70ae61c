/** A report that a person can copy: what happened, where, and what was done before. Nothing is sent anywhere. */
import { version } from '../../../package.json';
import { engineLog } from '../bridge';
import { mirrorStore, preferencesStore } from '../state';
import { placeStore } from './place';
import { saveText } from './files';
import { say } from './notices';

export interface Trouble {
  /** One sentence. */
  readonly what: string;
  readonly error?: unknown;
  /** React's path to the component that threw. */
  readonly components?: string | null | undefined;
  readonly details?: readonly string[];
}

export function reportOf({ what, error, components, details = [] }: Trouble): string {
  const { scenario, model, history, version: updates } = mirrorStore.getState();
  const ports = model.switches.reduce((sum, { ports: { length } }) => sum + length, 0);
  const { name, rest } = placeStore.getState();
  const actions = engineLog().map(
    ({ words, took }) => `  ${took === null ? 'no answer' : `${Math.round(took)} ms`}  ${words}`,
  );
  return [
    what,
    ...details,
    '',
    `OVN Playground ${version}, ${build()}`,
    `Release ${scenario.release || 'none yet'}, ${model.switches.length} switches, ${ports} ports, ${model.machines.length} hypervisors, ${history.position} commits, ${updates} updates`,
    `At ${name}${rest === '' ? '' : `/${rest}`}, pane ${preferencesStore.getState().pane}, ${innerWidth} x ${innerHeight}, ${Math.round(performance.now() / 1000)} s after the start, ${new Date().toISOString()}`,
    navigator.userAgent,
    ...(error === undefined ? [] : ['', errorText(error)]),
    ...(components ? ['', `In${components}`] : []),
    '',
    'The last actions, oldest first:',
    ...(actions.length === 0 ? ['  none'] : actions),
    '',
  ].join('\n');
}

/** Puts a report where it can be pasted. */
export async function copyReport(report: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(report);
    say('Report copied');
  } catch {
    saveText('ovn-playground-report.txt', report, 'text/plain');
  }
}

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.stack?.includes(error.message) === true
    ? error.stack
    : `${error.name}: ${error.message}\n${error.stack ?? ''}`;
}

/** The name of this script holds a hash of what it was built from. */
function build(): string {
  return new URL(import.meta.url).pathname.split('/').at(-1) ?? '';
}
