/**
 * Whole deployments against what the daemons of 2015 computed for them: built
 * here with the operations that commands use, settled, and compared part by part.
 * A recorded case holds both releases; it passes when both do.
 */
import { isRecord } from '../../engine/base';
import { northboundOfDeployment, readRecordedDeployment, releaseById, Deployment } from '../../engine/releases';
import { getUuids } from '../../engine/ovsdb';
import { INTEGRATION_BRIDGE, plugEdits } from '../../engine/sim';
import { comparePipeline, compareSets, compareSouthbound } from './deployment-databases';
import { compareSwitches } from './deployment-switches';
import { field, list, NotACase } from './recorded-json';
import type { RecordedDeployment, Release } from '../../engine/releases';

export function conformDeployments(
  lines: readonly string[],
  print: (line: string) => void,
): { readonly passed: number; readonly failed: number } {
  let passed = 0;
  let failed = 0;
  for (const [index, line] of lines.entries()) {
    const differences = compareSafely(JSON.parse(line));
    if (differences.length === 0) passed += 1;
    else failed += 1;
    for (const difference of differences) print(`case ${index + 1}, ${difference}`);
  }
  return { passed, failed };
}

/** A case on which we break down is a case that we fail; the others still count. */
function compareSafely(recorded: unknown): string[] {
  try {
    return compareCase(recorded);
  } catch (cause) {
    if (cause instanceof NotACase) throw cause;
    return [`breaks down: ${cause instanceof Error ? cause.message : String(cause)}`];
  }
}

/** What differs in one recorded case, each led by its release. */
export function compareCase(recorded: unknown): string[] {
  if (!isRecord(recorded)) throw new NotACase('a case is an object with a release in each field');
  return Object.entries(recorded).flatMap(([id, half]) => {
    const release = releaseById(id);
    if (release === undefined) throw new NotACase(`${id} is not a release`);
    return compareHalf(release, half).map((difference) => `${id}: ${difference}`);
  });
}

function compareHalf(release: Release, half: unknown): string[] {
  const read = readRecordedDeployment(field(half, 'deployment'));
  if (!read.ok) throw new NotACase(`deployment: ${read.error.message}`);
  const expected = field(half, 'expect');
  const deployment = build(release, read.value);
  const { settled } = deployment.settle(100_000);
  return [
    ...(settled ? [] : ['events are left']),
    ...comparePipeline(deployment, list(expected, 'Pipeline')),
    ...compareSouthbound(deployment, expected),
    ...compareSets('up', upOf(deployment), list(expected, 'up')),
    ...compareSwitches(deployment, read.value, expected),
  ];
}

/** The deployment, made in the order in which the recording made it: chassis, network, interfaces. */
export function build(release: Release, recorded: RecordedDeployment): Deployment {
  const deployment = new Deployment({ release, seed: 1 });
  for (const { name, encap, ip } of recorded.chassis) {
    must(deployment.addMachine(name, { systemId: name, encapType: encap, encapIp: ip, bridge: true }));
    deployment.settle();
  }
  const edits = northboundOfDeployment(release, deployment.nb, recorded, () => deployment.nb.newUuid());
  must(deployment.commitNorthbound(edits, 'the network'));
  deployment.settle();
  for (const { chassis, iface, ifaceId } of recorded.vifs) {
    const bridge = deployment.machines.get(chassis)?.ovs.find('Bridge', 'name', INTEGRATION_BRIDGE);
    if (bridge === undefined) throw new Error(`there is no chassis ${chassis}`);
    const place = { _uuid: bridge._uuid, ports: getUuids(bridge, 'ports') };
    const vif = { name: iface, ifaceId, type: 'dummy' };
    must(
      deployment.commitLocal(
        chassis,
        plugEdits(place, vif, (index) => deployment.plannedUuid(index)),
        `plugs ${iface}`,
      ),
    );
    deployment.settle();
  }
  return deployment;
}

function upOf(deployment: Deployment): readonly unknown[] {
  const { northbound } = deployment.release;
  return northbound.ports(deployment.nb).map(({ name, up }) => [name, up ?? false]);
}

function must(
  result: { readonly ok: true } | { readonly ok: false; readonly error: { readonly message: string } },
): void {
  if (!result.ok) throw new Error(result.error.message);
}
