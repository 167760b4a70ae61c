/** A deployment and a terminal on it, for tests. */
import { Deployment } from '../releases';
import { releaseById, type ReleaseId } from '../releases';
import { deploymentHost } from './deployment-host';
import { runOn } from './run-command';

export interface Terminal {
  readonly deployment: Deployment;
  /** Runs lines and returns what they print, errors and notes behind the output, a status other than 0 as `=> N`. */
  readonly run: (...lines: readonly string[]) => string;
}

/** With hv1 (chassis hv1, br-int) unless `machines` says otherwise. */
export function terminal(release: ReleaseId, machines: readonly string[] = ['hv1']): Terminal {
  const found = releaseById(release);
  if (!found) throw new Error(`There is no release ${release}.`);
  const deployment = new Deployment({ release: found, seed: 7 });
  machines.forEach((name, n) => {
    deployment.addMachine(name, { systemId: name, encapType: 'geneve', encapIp: `10.0.0.${n + 1}`, bridge: true });
  });
  deployment.settle();
  let machine = machines[0];
  return {
    deployment,
    run: (...lines) =>
      lines
        .map((line) => {
          const result = deployment.action(() => runOn(deploymentHost(deployment), machine, line));
          machine = result.machine ?? machine;
          const notes = (result.notes ?? []).map((note) => `(${note})\n`).join('');
          return `${result.stdout}${result.stderr}${notes}${result.status === 0 ? '' : `=> ${result.status}\n`}`;
        })
        .join(''),
  };
}
