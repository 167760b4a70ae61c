/** NB_Global's options one by one, and what the ovn-controllers of all chassis can do. */
import { getBoolean } from '../../../../ovsdb';
import { optionIs, optionsOf, SAME, type Sources } from './sources';

/** What a chassis says in `other_config` that it can do (`chassis_features`). */
const FEATURES = {
  macBindingTimestamp: 'mac-binding-timestamp',
  fdbTimestamp: 'fdb-timestamp',
  lsDpgColumn: 'ls-dpg-column',
  ctCommitNatV2: 'ct-commit-nat-v2',
  ctCommitToZone: 'ct-commit-to-zone',
  sampleWithRegisters: 'ovn-sample-with-registers',
  ctNextZone: 'ct-next-zone',
  ctLabelFlush: 'ct-label-flush',
  ctStateSave: 'ct-state-save',
} as const;

/** The only group of those that are one. */
const ALL = 'all';

export type ChassisFeature = keyof typeof FEATURES;

/** Tracked option by option: who reads one is not told of another. */
export interface GlobalFacts {
  /** An option of NB_Global. */
  readonly option: (key: string) => string | undefined;
  /** As `smap_get_bool` of NB_Global's options. */
  readonly optionIs: (key: string, fallback?: boolean) => boolean;
  /** Whether all chassis of this zone have a feature, which they need not if `ignore_chassis_features` says so. */
  readonly feature: (feature: ChassisFeature) => boolean;
  readonly ipsec: () => boolean;
  /** A chassis speaks VXLAN, whose header has room for 12 bits of datapath and of port, unless NB_Global says that it does not count. */
  readonly vxlanMode: () => boolean;
  /** A switch of several zones leaves keys to VXLAN (`ic-vxlan_mode`). */
  readonly interconnectVxlan: () => boolean;
  /** `debug_drop_action`: what drops a packet, which is sampled where NB_Global says so. */
  readonly drop: () => string;
  /** The number by which samples of an application are told apart (`sampling_app_get_id`); 0 for none. */
  readonly sampleDomain: (application: 'drop' | 'acl-new' | 'acl-est') => number;
  /** `debug_implicit_drop_action`: what stands where dropping needs no action. */
  readonly implicitDrop: () => string;
}

export function globalFacts({ graph, nb, sb }: Sources): GlobalFacts {
  const rows = nb.table('NB_Global', ['options', 'ipsec']);
  const options = graph.flatMap('options of NB_Global', rows, (row) => optionsOf(row, 'options'));
  const ipsec = graph.map('ipsec of NB_Global', rows, (row) => getBoolean(row, 'ipsec'));
  // What a chassis lacks; none of those of other zones, which do not count.
  const lacking = graph
    .map(
      'features that chassis lack',
      sb.table('Chassis', ['other_config']),
      (row) => {
        const config = optionsOf(row, 'other_config');
        if (optionIs(config, 'is-remote')) return [];
        return Object.values(FEATURES).filter((name) => !optionIs(config, name));
      },
      SAME,
    )
    .by('chassis by missing feature', (names) => names);
  const encaps = sb.table('Encap', ['type']).by('encapsulations by type', (row) => [String(row.type)]);
  const zones = nb
    .table('Logical_Switch', ['other_config'])
    .by('switches of VXLAN between zones', (row) => (optionsOf(row, 'other_config').has('ic-vxlan_mode') ? [ALL] : []));
  const samplingApps = graph
    .map('sampling applications', nb.table('Sampling_App', ['type', 'id']), (row) => row, SAME)
    .by('sampling applications by type', (row) => [String(row.type)]);

  const is = (key: string, fallback = false): boolean => {
    const value = options.get(key);
    return value === undefined ? fallback : optionIs(new Map([[key, value]]), key, fallback);
  };
  const sampled = (): string | undefined => {
    const collector = Number(options.get('debug_drop_collector_set') ?? 0);
    if (!Number.isInteger(collector) || collector <= 0) return undefined;
    const domain = Number(samplingApps.first('drop')?.id ?? options.get('debug_drop_domain_id') ?? 0);
    const sample = `sample(probability=65535,collector_set=${collector},obs_domain=${domain},obs_point=$cookie); `;
    return `${sample}/* drop */`;
  };
  return {
    option: (key) => options.get(key),
    optionIs: is,
    feature: (feature) => is('ignore_chassis_features') || !lacking.has(FEATURES[feature]),
    ipsec: () => rows.keys().some((uuid) => ipsec.get(uuid) === true),
    sampleDomain: (application) => Number(samplingApps.first(application)?.id ?? 0),
    vxlanMode: () => is('vxlan_mode', true) && encaps.has('vxlan'),
    interconnectVxlan: () => zones.has(ALL),
    drop: () => sampled() ?? 'drop;',
    implicitDrop: () => sampled() ?? '/* drop */',
  };
}
