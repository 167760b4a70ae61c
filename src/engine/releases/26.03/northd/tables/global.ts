/** NB_Global and SB_Global: options that ovn-northd decides, and what both tell the controllers. */
import { uuidFromContent, type Uuid } from '../../../../base';
import { getAtoms, getBoolean, getPairs, valuesEqual, type RowValues } from '../../../../ovsdb';
import { parseMac } from '../facts/addresses';
import { optionsOf, type Options } from '../facts/sources';
import type { Network } from '../network';
import type { TableContext } from './context';
import { maxDatapathKey } from './datapath-binding';
import { differences, mapOf } from './sync';

/** By which controllers know that a new ovn-northd writes: its version, the schema's, and that of actions and of the tables of flows. */
const INTERNAL_VERSION = '26.03.2-21.8.0-82.14';

export function globals({ graph, nb, sb, net, pass }: TableContext): void {
  const rows = nb.table('NB_Global');
  const southbound = sb.table('SB_Global');
  graph.effect(rows, {
    run(row, uuid) {
      const options = mapOf(decided(net, optionsOf(row, 'options'), uuid));
      if (valuesEqual(getPairs(row, 'options'), options)) return 'settled';
      pass().nb.push({ op: 'update', table: 'NB_Global', uuid, row: { options } });
      return 'again';
    },
    gone: () => undefined,
  });
  graph.effect(rows, {
    run(row, uuid) {
      const [held] = southbound.keys();
      const there = held === undefined ? undefined : southbound.get(held);
      const options = new Map(decided(net, optionsOf(row, 'options'), uuid));
      const probe = there === undefined ? undefined : optionsOf(there, 'options').get('sbctl_probe_interval');
      if (probe !== undefined) options.set('sbctl_probe_interval', probe);
      // Controllers of today are told what the flows of today expect of them.
      for (const key of ['arp_ns_explicit_output', 'register_consolidation']) options.set(key, 'true');
      const wanted: RowValues = {
        options: mapOf(options),
        ipsec: getBoolean(row, 'ipsec'),
        nb_cfg: getAtoms(row, 'nb_cfg')[0] ?? 0,
      };
      const wrong = there === undefined ? wanted : differences(there, wanted);
      if (wrong === undefined) return 'settled';
      if (held === undefined) {
        pass().sb.push({ op: 'insert', table: 'SB_Global', uuid: uuidFromContent('SB_Global'), row: wanted });
      } else pass().sb.push({ op: 'update', table: 'SB_Global', uuid: held, row: wrong });
      return 'again';
    },
    gone: () => undefined,
  });
}

/** The options with those that ovn-northd fills in; what it would draw follows from the row's UUID. */
function decided(net: Network, given: Options, uuid: Uuid): Options {
  const options = new Map(given);
  const drawn = (key: string): readonly string[] => {
    const digits = uuidFromContent('NB_Global', uuid, key).replaceAll('-', '');
    return Array.from({ length: 6 }, (_, at) => digits.slice(2 * at, 2 * at + 2));
  };
  // A drawn address is local, and nobody's in particular (IEEE 802).
  const local = ([first = '00', ...rest]: readonly string[]): readonly string[] => {
    const bits = (Number.parseInt(first, 16) & ~1) | 2;
    return [bits.toString(16).padStart(2, '0'), ...rest];
  };
  options.set('mac_prefix', prefixOf(given.get('mac_prefix')) ?? local(drawn('mac_prefix')).slice(0, 3).join(':'));
  for (const key of ['svc_monitor_mac', 'svc_monitor_mac_dst']) {
    const mac = given.get(key);
    if (mac === undefined || parseMac(mac) === undefined) options.set(key, local(drawn(key)).join(':'));
  }
  options.set('max_tunid', `${maxDatapathKey(net)}`);
  options.set('northd_internal_version', INTERNAL_VERSION);
  return options;
}

/** Three bytes, canonical; undefined for what is none, and for zeros. */
function prefixOf(text: string | undefined): string | undefined {
  const bytes = /^\s*([0-9a-f]{1,2}):([0-9a-f]{1,2}):([0-9a-f]{1,2})/i.exec(text ?? '')?.slice(1);
  if (bytes === undefined || bytes.every((byte) => Number.parseInt(byte, 16) === 0)) return undefined;
  return bytes.map((byte) => byte.toLowerCase().padStart(2, '0')).join(':');
}
