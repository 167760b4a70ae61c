/** The switches of a recorded network, out of their configuration databases and what ovs-ofctl printed of them. */
import { formatIpv4, parseInteger } from '../../engine/openflow';
import { rowsOf } from '../../engine/database-file';
import { getNumbers, getPairs, getString, getUuids, type Row } from '../../engine/ovsdb';
import type { TraceWords } from '../../engine/vswitch';
import { attempted, compareFlowTrace, readFlowTrace } from './ofproto-trace';
import { linesOf, readNetworkDatabase, type RecordedNetwork } from './recorded-network';
import { recordedSwitch, type RecordedPort, type RecordedSwitch, type SwitchRecording } from './recorded-switch';

/** Each line of `ofproto-trace.jsonl` is a case. */
export function conformNetworkTraces(
  network: RecordedNetwork,
  print: (line: string) => void,
): { readonly passed: number; readonly failed: number } {
  const lines = linesOf(network, 'ofproto-trace.jsonl');
  const switches = new Map<string, RecordedSwitch>();
  let passed = 0;
  for (const line of lines) {
    const recorded = readFlowTrace(JSON.parse(line));
    const { chassis, flow } = recorded;
    const difference = attempted(() => {
      const sw = switches.get(chassis) ?? recordedSwitch(switchOf(network, chassis));
      switches.set(chassis, sw);
      return compareFlowTrace(sw, recorded);
    });
    if (difference === undefined) passed += 1;
    else print(`${network.name}: ofproto/trace on ${chassis} '${flow}'\n${difference}`);
  }
  return { passed, failed: lines.length - passed };
}

function switchOf(network: RecordedNetwork, chassis: string): SwitchRecording {
  const conf = readNetworkDatabase(network, `conf-${chassis}.db`);
  const [ports, interfaces] = [rowsOf(conf, 'Port'), rowsOf(conf, 'Interface')];
  const found = [...rowsOf(conf, 'Bridge').values()].flatMap((bridge) =>
    getUuids(bridge, 'ports')
      .flatMap((uuid) => getUuids(ports.get(uuid) ?? bridge, 'interfaces'))
      .flatMap((uuid): RecordedPort[] => {
        const row = interfaces.get(uuid);
        return row === undefined ? [] : [portOf(getString(bridge, 'name'), row)];
      }),
  );
  return {
    flows: linesOf(network, `flows-${chassis}.txt`),
    groups: linesOf(network, `groups-${chassis}.txt`),
    meters: [],
    mirrors: [],
    ports: found.sort((a, b) => a.ofport - b.ofport),
    address: addressOf(chassis),
    words: wordsOf(conf.schema.version ?? ''),
  };
}

/** Which Open vSwitch has which schema (vswitchd/vswitch.ovsschema): 8.5 came with 3.3, 8.8 with 3.5. */
function wordsOf(version: string): TraceWords {
  const minor = Number(/^8\.(\d+)\./.exec(version)?.[1] ?? 8);
  return minor < 5 ? '3.1' : minor < 8 ? '3.3' : '3.6';
}

/** The hypervisors of these networks are numbered, and so are their addresses. */
function addressOf(chassis: string): string {
  const number = parseInteger(chassis.replace(/\D+/g, '')) ?? 0n;
  return formatIpv4(FIRST_ADDRESS + number);
}

/** 192.168.0.0 */
const FIRST_ADDRESS = 0xc0a80000n;

function portOf(bridge: string, row: Row): RecordedPort {
  const [ofport = 0] = getNumbers(row, 'ofport');
  const options = Object.fromEntries(getPairs(row, 'options').map(([key, value]) => [String(key), String(value)]));
  return { bridge, name: getString(row, 'name'), ofport, type: getString(row, 'type'), options };
}
