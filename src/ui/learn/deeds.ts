/** What "Show me" can do, as data, and the words for it. */
import { hexOfBytes, performAll, record, say, scriptEntries, sendPacket } from '../actions';
import { engine } from '../bridge';
import type { DaemonStatus, PacketSpec } from '../bridge';
import { encode, PRESETS } from '../../packets';
import type { PresetName } from '../../packets';
import { mirrorStore, PANES, preferencesStore, setPreference, showTrace } from '../state';
import type { Mirror, PaneId } from '../state';
import { portNamed } from './checks';

export type Deed =
  | { readonly do: 'run'; readonly lines: readonly string[] }
  | { readonly do: 'secure'; readonly port: string; readonly addresses: readonly string[] }
  /** A packet that enters where `port` is plugged in; `from` and `to` are Ethernet addresses. */
  | {
      readonly do: 'send';
      readonly preset: PresetName;
      readonly port: string;
      readonly from: string;
      readonly to: string;
    }
  | { readonly do: 'pane'; readonly pane: PaneId }
  | { readonly do: 'daemon'; readonly name: string; readonly status: DaemonStatus }
  /** Back through the history to where `port` was on `machine`. */
  | { readonly do: 'back'; readonly port: string; readonly machine: string };

/** Does them in their order. */
export async function doDeeds(deeds: readonly Deed[]): Promise<void> {
  for (const deed of deeds) await done(deed);
}

async function done(deed: Deed): Promise<unknown> {
  switch (deed.do) {
    case 'run':
      return runLines(deed.lines);
    case 'secure':
      return performAll([{ kind: 'setPortSecurity', port: deed.port, portSecurity: deed.addresses }]);
    case 'send':
      return send(deed);
    case 'pane':
      setPreference({ pane: deed.pane, sheet: 'panes' });
      return undefined;
    case 'daemon':
      return engine().setDaemon(deed.name, { status: deed.status });
    case 'back':
      return goBack(deed);
  }
}

/** What is done, as the end of a sentence. */
export function wordsOf(deeds: readonly Deed[]): string {
  return `${deeds.map(wordsOfOne).join(', then ')}.`;
}

function wordsOfOne(deed: Deed): string {
  switch (deed.do) {
    case 'run':
      return deed.lines.length === 1
        ? 'the command was run and stands in the terminal'
        : `${deed.lines.length} commands were run and stand in the terminal`;
    case 'secure':
      return `the port security of ${deed.port} was set to ${deed.addresses.join(', ')}, as its details do`;
    case 'send':
      return `a packet was sent from ${deed.port} to ${deed.to}; its trace is below the graph`;
    case 'pane':
      return `the ${PANES.find(({ id }) => id === deed.pane)?.label ?? ''} pane was opened`;
    case 'daemon':
      return `${deed.name} was ${deed.status === 'running' ? 'started' : deed.status}`;
    case 'back':
      return `an entry of the timeline was chosen in which ${deed.port} is on ${deed.machine}`;
  }
}

/** As a script that is pasted: one action, shown in the terminal. */
async function runLines(lines: readonly string[]): Promise<void> {
  setPreference({ pane: 'terminal', sheet: 'panes' });
  const { machine } = preferencesStore.getState();
  const result = await engine().runScript(lines, machine);
  record(...scriptEntries(machine, result));
  if (result.machine !== machine) setPreference({ machine: result.machine });
  if (result.problem) say(result.problem.message, 'bad');
  if (result.sent) showTrace(result.sent, null);
}

/** The packet of the scenario that is the same, or a new one. */
async function send({ preset, port, from, to }: Deed & { readonly do: 'send' }): Promise<void> {
  const { model, scenario } = mirrorStore.getState();
  const machine = model.machines.find(({ vifs }) => vifs.some(({ ifaceId }) => ifaceId === port));
  const iface = machine?.vifs.find(({ ifaceId }) => ifaceId === port);
  const made = encode(PRESETS[preset].build({ ethSrc: from, ethDst: to, ipSrc: '10.0.0.1', ipDst: '10.0.0.2' }));
  if (!machine || !iface || !made.ok) return;
  const hex = hexOfBytes(made.value);
  const known = scenario.packets.find((one) => one.hex === hex && one.iface === iface.name);
  const ids = new Set(scenario.packets.map(({ id }) => id));
  let number = 1;
  while (ids.has(`p${number}`)) number += 1;
  const spec: PacketSpec = known ?? {
    id: `p${number}`,
    name: `${PRESETS[preset].label} from ${port}`,
    machine: machine.name,
    iface: iface.name,
    hex,
  };
  if (!known) await engine().setPackets([...scenario.packets, spec]);
  setPreference({ sheet: 'panes' });
  await sendPacket(spec.id);
}

async function goBack({ port, machine }: Deed & { readonly do: 'back' }): Promise<void> {
  setPreference({ pane: 'timeline', sheet: 'panes' });
  const there = (mirror: Mirror) => portNamed(mirror, port)?.machine === machine;
  for (;;) {
    const { history } = mirrorStore.getState();
    if (history.position === 0 || there(mirrorStore.getState())) return;
    await engine().goTo(history.position - 1);
    await positionIs(history.position - 1);
  }
}

function positionIs(position: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = mirrorStore.subscribe(look);
    function look() {
      if (mirrorStore.getState().history.position > position) return;
      stop();
      resolve();
    }
    look();
  });
}
