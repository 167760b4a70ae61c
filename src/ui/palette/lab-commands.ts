/** Commands of the graph, the outline and the panes whose buttons come and go. */
import { appears, onGraph, openHelp, press, reveal } from '../commands';
import type { Command } from '../commands';
import { maximise, mirrorStore, PANES, preferencesStore, selectionStore } from '../state';
import type { PaneId } from '../state';

const portless = (): string | null =>
  mirrorStore.getState().model.machines.some(({ vifs }) => vifs.length > 0) ? null : 'no interface is plugged in yet';

export const moreGraphCommands: readonly Command[] = [
  onGraph('graph.fit', 'Show all of the graph', 'fit view zoom whole', 'Fit View'),
  onGraph('graph.zoom-in', 'Zoom in', 'larger closer', 'Zoom In'),
  onGraph('graph.zoom-out', 'Zoom out', 'smaller farther', 'Zoom Out'),
  {
    id: 'packet.new',
    name: 'New packet…',
    group: 'Graph',
    words: 'create send import pcap capture tcpdump',
    unless: portless,
    run: () => press({ place: 'lab', sheet: 'outline', names: ['New packet…'] }),
  },
  {
    id: 'packet.import',
    name: 'Import packets from a capture',
    group: 'Graph',
    words: 'pcap pcapng tcpdump wireshark open',
    unless: portless,
    run: importCapture,
  },
  {
    id: 'packet.edit',
    name: 'Edit packet…',
    group: 'Graph',
    words: 'change fields bytes',
    unless: () => (selectionStore.getState().selected?.startsWith('packet:') ? null : 'no packet is selected'),
    run: () => press({ place: 'lab', sheet: 'outline', names: ['Edit packet…'] }),
  },
];

async function importCapture(): Promise<void> {
  await press({ place: 'lab', sheet: 'outline', names: ['New packet…'] });
  const tab = await appears(() => {
    const tabs = Array.from(document.querySelectorAll<HTMLElement>('[role="dialog"] [role="tab"]'));
    return tabs.find((candidate) => candidate.innerText.trim() === 'Import') ?? null;
  });
  tab?.click();
  tab?.focus();
}

const paneWords: Readonly<Record<PaneId, string>> = {
  trace: 'steps debugger ofproto/trace follow',
  traffic: 'matrix reachability ping script who reaches whom',
  checks: 'suite test assert ci grade junit marks',
  pipeline: 'logical flows lflow-list southbound',
  match: 'expression acl',
  openflow: 'flows br-int dump-flows table cookie',
  databases: 'ovsdb northbound southbound rows list',
  openstack: 'neutron nova networks servers virtual machines security groups boot sync',
  timeline: 'history undo time travel events branches',
  log: 'messages daemons warnings',
  terminal: 'shell commands type ovn-nbctl ovs-vsctl ovs-ofctl',
};

function inPane(pane: PaneId, id: string, name: string, words: string, ...names: readonly string[]): Command {
  const run = () => press({ place: 'lab', pane, names: names.length === 0 ? [name] : names });
  return { id: `${pane}.${id}`, name, group: 'Panes', words, ...(names.length === 0 ? {} : { buttons: names }), run };
}

export const paneCommands: readonly Command[] = [
  ...PANES.map(({ id, label }) => ({
    id: `pane.${id}`,
    name: `Pane: ${label}`,
    group: 'Panes' as const,
    words: `go to show ${paneWords[id]}`,
    buttons: [label],
    run: () => reveal({ place: 'lab', pane: id }),
  })),
  {
    id: 'graph.maximise',
    name: 'Maximise the graph',
    group: 'Graph',
    words: 'larger full room',
    buttons: ['Back to all parts'],
    run: async () => {
      await reveal({ place: 'lab', sheet: 'none' });
      maximise('graph');
    },
  },
  {
    id: 'pane.help',
    name: 'Help on this pane',
    group: 'Panes',
    words: 'what is this explain where in OVN',
    run: () => openHelp(preferencesStore.getState().pane),
  },
  {
    id: 'help.words',
    name: 'Stages and actions of logical flows',
    group: 'Page',
    words: 'what is table next resubmit output drop load register explain vocabulary',
    run: () => openHelp('pipeline'),
  },
  ...(['graph', 'outline', 'details'] as const).map((part) => ({
    id: `help.${part}`,
    name: `Help on the ${part}`,
    group: 'Page' as const,
    words: 'what is this explain where in OVN',
    run: () => openHelp(part),
  })),
  inPane('traffic', 'matrix', 'Who reaches whom', 'matrix reachability ask all pairs'),
  inPane('traffic', 'script', 'Script', 'traffic packets one after the other'),
  inPane('checks', 'run', 'Run checks', 'suite test ci'),
  inPane('timeline', 'back', 'One commit back in time', 'history time travel', 'Back'),
  inPane('timeline', 'forward', 'One commit forward in time', 'history time travel', 'Forward'),
  inPane('timeline', 'event', 'Next event', 'step daemon one at a time'),
  inPane('timeline', 'settle', 'Settle', 'run all events daemons'),
  inPane('timeline', 'compare', 'Compare branches', 'difference history', 'Compare…'),
];
