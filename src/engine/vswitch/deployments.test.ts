/** Packets through the recorded flow tables of 2015 hit the recorded rules and leave at the recorded ports. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Millis } from '../base';
import { formatMatch, matchFrom, parseActions, parseFlowKey, parseMatch } from '../openflow';
import { composePacket, createSwitch, formatDatapathActions, tableVisits, type Bridge } from './index';

interface Recorded {
  readonly interfaces: Record<
    string,
    { name: string; type: string; ofport: number; options: Record<string, string> }[]
  >;
  readonly OpenFlow: Record<string, [number, number, string, string][]>;
  readonly trace: {
    chassis: string;
    iface: string;
    flow: string;
    rules: [number, number, string][];
    datapath_actions: string;
  }[];
}

const now = 0 as Millis;

const cases = readFileSync(new URL('../../../recordings/deployments.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as Record<string, { expect: Recorded } | undefined>)['2015-08'])
  .filter((recorded) => recorded !== undefined);

function build(
  recorded: Recorded,
  chassis: string,
): { readonly bridge: Bridge; readonly sw: ReturnType<typeof createSwitch> } {
  const sw = createSwitch();
  const made = sw.addBridge('br-int', { failMode: 'secure', now });
  if (!made.ok) throw new Error(made.error.message);
  const bridge = made.value;
  for (const { name, type, ofport, options } of recorded.interfaces[chassis] ?? []) {
    bridge.addPort({ name, type, options, ofportRequest: ofport });
  }
  for (const [table, priority, matchText, actionText] of recorded.OpenFlow[chassis] ?? []) {
    const match = parseMatch(matchText);
    const actions = parseActions(actionText);
    if (!match.ok || !actions.ok) throw new Error(`${matchText} ${actionText}`);
    const entry = { table, priority, match: match.value, actions: actions.value, cookie: 0n };
    bridge.apply({ command: 'add', ...entry }, now);
  }
  return { bridge, sw };
}

describe('recorded deployments of 2015-08', () => {
  it('number ports by order of appearance', () => {
    for (const { expect: recorded } of cases) {
      for (const ports of Object.values(recorded.interfaces)) {
        const sw = createSwitch();
        const bridge = sw.addBridge('br-int', { failMode: 'secure', now });
        const inOrder = [...ports].filter(({ ofport }) => ofport < 0xff00).sort((a, b) => a.ofport - b.ofport);
        for (const [i, { name, type, options }] of inOrder.entries()) {
          const port = bridge.ok ? bridge.value.addPort({ name, type, options }) : bridge;
          expect(port.ok && 'ofport' in port.value && port.value.ofport).toBe(i + 1);
        }
      }
    }
  });

  it('let packets hit the recorded rules and leave at the recorded ports', () => {
    let traces = 0;
    for (const [number, { expect: recorded }] of cases.entries()) {
      // The datapath numbers its ports by itself; a chassis must do so in one consistent way.
      const datapathNumbers = new Map<string, string>();
      const built = new Map<string, ReturnType<typeof build>>();
      for (const trace of recorded.trace) {
        const { bridge, sw } = built.get(trace.chassis) ?? build(recorded, trace.chassis);
        built.set(trace.chassis, { bridge, sw });
        const flow = parseFlowKey(trace.flow);
        const inPort = bridge.ports.named(trace.iface)?.ofport;
        if (!flow.ok || inPort === undefined) throw new Error(trace.flow);
        const run = sw.trace('br-int', inPort, composePacket(flow.value), { now });
        if (!run.ok) throw new Error(run.error.message);
        const rules = [...tableVisits(run.value.root)].map(({ entry }) =>
          entry ? [entry.table, entry.priority, formatMatch(entry.match)] : [254, 0, formatMatch(MISS)],
        );
        expect(rules, `deployment ${number}, ${trace.flow}`).toEqual(trace.rules);
        const ports = trace.datapath_actions.match(/(?<=^|,)\d+(?=,|$)/g) ?? [];
        // Some of the recording hosts had no route to the tunnels; what went there is then not among their actions.
        const { outputs } = run.value;
        const sent = outputs.length === ports.length ? outputs : outputs.filter((output) => !output.tunnel);
        expect(ports.length, trace.datapath_actions).toBe(sent.length);
        for (const [i, { port }] of sent.entries()) {
          const key = `${trace.chassis}/${port}`;
          expect(datapathNumbers.get(key) ?? ports[i]).toBe(ports[i]);
          datapathNumbers.set(key, ports[i] ?? '');
        }
        const plain = sent.map(({ bridge: at, port, name, fate, packet, flow: left }) => ({
          bridge: at,
          port,
          name,
          fate,
          packet,
          flow: left,
        }));
        const datapathPort = ({ port }: { readonly port: number }) =>
          datapathNumbers.get(`${trace.chassis}/${port}`) ?? '';
        expect(formatDatapathActions({ ...run.value, outputs: plain }, datapathPort)).toBe(trace.datapath_actions);
        traces += 1;
      }
    }
    expect(traces).toBeGreaterThan(100);
  });
});

const MISS = matchFrom([{ field: 'reg0', value: 2n }]);
