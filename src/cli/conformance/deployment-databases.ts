/** The databases of a deployment against recorded ones: sets of rows, floods in any order. */
import { isRecord } from '../../engine/base';
import { getString } from '../../engine/ovsdb';
import { asList, asNumber, asText, list } from './recorded-json';
import type { Deployment } from '../../engine/releases';

export function comparePipeline(deployment: Deployment, expected: readonly unknown[]): string[] {
  const names = new Map(
    deployment.release.northbound.switches(deployment.nb).map(({ uuid, name }) => [uuid, name] as const),
  );
  const { flows } = deployment.release.logical;
  const ours = Array.from(deployment.sb.rows(flows.table).values(), (row) => {
    const { datapath, table, priority, match, actions } = flows.read(row);
    return [names.get(datapath) ?? '?', table, priority, match, anyOrder(actions)];
  });
  const theirs = expected.map((item) => {
    const [sw, table, priority, match, actions] = asList(item);
    return [sw, table, priority, match, anyOrder(asText(actions))];
  });
  return compareSets('Pipeline', ours, theirs);
}

/** The rest of the southbound database, in the columns that were recorded. */
export function compareSouthbound(deployment: Deployment, expected: unknown): string[] {
  const { sb, release } = deployment;
  const bindings = release.southbound.bindings(sb);
  const differences: string[] = [];
  if (isRecord(expected) && expected.Bindings !== undefined) {
    const ours = bindings.map(({ logicalPort, chassisName, mac, parent, tag }) => [
      logicalPort,
      chassisName ?? '',
      mac,
      optional(parent),
      optional(tag),
    ]);
    differences.push(...compareSets('Bindings', ours, list(expected, 'Bindings')));
  }
  if (isRecord(expected) && expected.Port_Binding !== undefined) {
    // Keys may be permuted, so what must agree is the set of keys and everything else of each port.
    const recorded = list(expected, 'Port_Binding').map(asList);
    const theirs = recorded.map(([port, chassis, , ...rest]) => [port, chassis, ...rest]);
    const ours = bindings.map(({ logicalPort, chassisName, mac, parent, tag }) => [
      logicalPort,
      chassisName ?? null,
      mac,
      optional(parent),
      optional(tag),
    ]);
    const keys = recorded.map(([, , key]) => asNumber(key));
    differences.push(...compareSets('Port_Binding', ours, theirs));
    differences.push(
      ...compareSets(
        'tunnel keys',
        bindings.map(({ tunnelKey }) => tunnelKey),
        keys,
      ),
    );
  }
  if (isRecord(expected) && expected.Chassis !== undefined) {
    const ours = Array.from(sb.rows('Chassis').values(), (row) => [getString(row, 'name')]);
    differences.push(...compareSets('Chassis', ours, list(expected, 'Chassis')));
  }
  if (isRecord(expected) && expected.Encap !== undefined) {
    const ours = Array.from(sb.rows('Encap').values(), (row) => [getString(row, 'type'), getString(row, 'ip')]);
    differences.push(...compareSets('Encap', ours, list(expected, 'Encap')));
  }
  return differences;
}

/** Compares as sets of JSON values; what is there twice counts once. */
export function compareSets(what: string, ours: readonly unknown[], theirs: readonly unknown[]): string[] {
  const [mine, recorded] = [texts(ours), texts(theirs)];
  const missing = Array.from(recorded).filter((text) => !mine.has(text));
  const extra = Array.from(mine).filter((text) => !recorded.has(text));
  return [
    ...missing.map((text) => `${what}: missing ${text}`),
    ...extra.map((text) => `${what}: not recorded ${text}`),
  ];
}

function texts(items: readonly unknown[]): ReadonlySet<string> {
  return new Set(items.map((item) => JSON.stringify(item)));
}

/** The destinations of a flood, `outport = P; next;` each, in one order. */
function anyOrder(actions: string): string {
  const steps = actions.match(/outport = "(?:[^"\\]|\\.)*"; (?:next|resubmit);/g) ?? [];
  return steps.join(' ') === actions ? steps.sort().join(' ') : actions;
}

function optional<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
