/** The first lesson: the network of the status article of 2015-04-21, from nothing to a packet that crosses a tunnel. */
import { machineNamed, portNamed, switchNamed, traceOf } from '../checks';
import type { Lesson } from '../lesson';

const systemId = '56b18105-5706-46ef-80c4-ff20979ab068';

const articleRows: readonly (readonly [tableId: number, priority: number, match: string])[] = [
  [0, 100, 'eth.src[40]'],
  [0, 100, 'vlan.present'],
  [0, 50, 'inport == "sw0-port1"'],
  [0, 50, 'inport == "sw0-port2"'],
  [0, 0, '1'],
  [1, 100, 'eth.dst[40]'],
  [1, 50, 'eth.dst == 00:00:00:00:00:01'],
  [1, 50, 'eth.dst == 00:00:00:00:00:02'],
  [2, 0, '1'],
  [3, 50, 'outport == "sw0-port1"'],
  [3, 50, 'outport == "sw0-port2"'],
];

export const article: Lesson = {
  id: 'article',
  title: 'OVN in April 2015, from nothing to a packet',
  summary:
    'Register a chassis, make a logical switch, read the Pipeline, plug in two ports on two hypervisors and follow a packet between them.',
  scenario: 'sandbox',
  pipelineOf: 'sw0',
  manual: [
    {
      page: '7 ovn-architecture',
      says: '“Chassis Setup” and “Life Cycle of a VIF” tell of 2015’s steps as they are today',
    },
    { page: '5 ovn-sb', says: 'the table Logical_Flow is what the Pipeline became' },
  ],
  steps: [
    {
      title: 'Tell a hypervisor who it is',
      text: (
        <>
          <p>
            A fresh sandbox has one hypervisor, <b>hv1</b>, with Open vSwitch and an ovn-controller that does not know
            anything yet. It reads four settings from the local Open_vSwitch database: its name, where OVN’s databases
            are, how to tunnel, and its tunnel address.
          </p>
          <p>Type them in the terminal, or select hv1 on the graph and fill in its settings.</p>
        </>
      ),
      hints: [
        'The terminal is a tab below the graph. Each line sets one key of the same row; the order does not matter.',
        'On the graph: click hv1, and its details have one field for each of the four.',
      ],
      learned:
        'Four keys in its own database are all that an ovn-controller is told. The rest it reads from OVN’s databases.',
      commands: [
        `ovs-vsctl set open . external-ids:system-id=${systemId}`,
        'ovs-vsctl set open . external-ids:ovn-remote=unix:"$sandbox"/db.sock',
        'ovs-vsctl set open . external-ids:ovn-encap-type=vxlan',
        'ovs-vsctl set open . external-ids:ovn-encap-ip=127.0.0.1',
      ],
      check: ({ mirror }) => {
        const hv1 = machineNamed(mirror, 'hv1');
        if (!hv1) return 'There is no hv1.';
        if (hv1.systemId === null) return 'hv1 has no system-id yet.';
        if (hv1.remote === null) return 'hv1 has no ovn-remote yet.';
        if (hv1.encapTypes.length === 0) return 'hv1 has no ovn-encap-type yet.';
        return hv1.encapIp === null ? 'hv1 has no ovn-encap-ip yet.' : null;
      },
    },
    {
      title: 'Give it an integration bridge',
      text: (
        <p>
          OVN works on one bridge of each hypervisor, br-int. Once it is there, ovn-controller writes a row into the{' '}
          <b>Chassis</b> table of OVN_Southbound, with an <b>Encap</b> row for its tunnel end. Look at both in the
          Databases pane. Type the command, or add the bridge in the details of hv1.
        </p>
      ),
      hints: [
        'It is one command for Open vSwitch: add-br.',
        'On the graph: click hv1, then Add br-int in its details.',
      ],
      learned: 'The hypervisor has registered itself: nobody wrote its Chassis row by hand.',
      commands: [
        'ovs-vsctl add-br br-int',
        'ovsdb-client dump OVN_Southbound Chassis',
        'ovsdb-client dump OVN_Southbound Encap',
      ],
      check: ({ mirror }) => {
        const hv1 = machineNamed(mirror, 'hv1');
        if (!hv1?.hasIntegrationBridge) return 'hv1 has no br-int yet.';
        return hv1.registered ? null : 'hv1 is not in the Chassis table yet.';
      },
    },
    {
      title: 'Make a logical switch with two ports',
      text: (
        <p>
          A logical switch is one row in OVN_Northbound; no hypervisor is involved. Give it two ports and tell OVN the
          Ethernet address behind each of them. Watch ovn-northd answer: the Pipeline fills while you type.
        </p>
      ),
      hints: [
        'Three commands of ovn-nbctl: lswitch-add, lport-add for each port, lport-set-macs for each port.',
        'On the graph: Switch, then Port twice. The names and addresses that it gives are the right ones.',
      ],
      learned: 'Two ports exist that no hypervisor has yet: the logical network comes first, the places later.',
      commands: [
        'ovn-nbctl lswitch-add sw0',
        'ovn-nbctl lport-add sw0 sw0-port1',
        'ovn-nbctl lport-add sw0 sw0-port2',
        'ovn-nbctl lport-set-macs sw0-port1 00:00:00:00:00:01',
        'ovn-nbctl lport-set-macs sw0-port2 00:00:00:00:00:02',
      ],
      check: ({ mirror }) => {
        if (!switchNamed(mirror, 'sw0')) return 'There is no switch sw0 yet.';
        for (const [name, mac] of [
          ['sw0-port1', '00:00:00:00:00:01'],
          ['sw0-port2', '00:00:00:00:00:02'],
        ] as const) {
          const port = portNamed(mirror, name);
          if (!port) return `There is no port ${name} yet.`;
          if (!port.macs.includes(mac)) return `${name} does not have the address ${mac} yet.`;
        }
        return null;
      },
    },
    {
      title: 'Read the Pipeline',
      text: (
        <>
          <p>
            Open the <b>Pipeline</b> pane and look at its rows. Eleven of them, in four tables, are all there is to a
            small switch:
          </p>
          <ul>
            <li>
              <b>Table 0</b> admits a packet: no multicast source, no VLAN tag, and only from a port that the switch
              has.
            </li>
            <li>
              <b>Table 1</b> looks up the destination: a multicast goes to every port, a known address to its port.
            </li>
            <li>
              <b>Table 2</b> is where ACLs go; with none, everything passes.
            </li>
            <li>
              <b>Table 3</b> hands the packet to the port in <code>outport</code>.
            </li>
          </ul>
          <p>Point at a row: the northbound rows that it was made from light up, and the flows that it became.</p>
        </>
      ),
      hints: ['Pipeline is a tab below the graph.', 'The command prints the same table as ovsdb-client sees it.'],
      show: [{ do: 'pane', pane: 'pipeline' }],
      learned: 'The rows name ports, never hypervisors: they stay the same wherever the ports are.',
      commands: ['ovsdb-client dump OVN_Southbound Pipeline'],
      check: ({ pipeline, panes, ran }) => {
        const missing = articleRows.filter(
          ([tableId, priority, match]) =>
            !pipeline.some((row) => row.tableId === tableId && row.priority === priority && row.match === match),
        );
        if (missing.length > 0) return `${missing.length} of the eleven rows are not there.`;
        return panes.has('pipeline') || ran.some(({ line }) => /ovsdb-client.*dump.*Pipeline/.test(line))
          ? null
          : 'Open the Pipeline pane, or dump the table in the terminal.';
      },
    },
    {
      title: 'Plug the first port in',
      text: (
        <p>
          A virtual machine’s interface appears on br-int with an <code>iface-id</code>: the name of its logical port.
          ovn-controller sees it, writes its chassis into the <b>Bindings</b> row of that port, and ovn-northd reports
          the port as up. Drag sw0-port1 onto hv1, or type it.
        </p>
      ),
      hints: [
        'Drag by the port’s own line inside the box of sw0, and let go over hv1.',
        'The name that matters is the iface-id. vif1 could be called anything.',
      ],
      learned: 'hv1 claimed the port because an interface of its own has the port’s name. That is all of the binding.',
      commands: [
        'ovs-vsctl add-port br-int vif1 -- set interface vif1 external-ids:iface-id=sw0-port1',
        'ovn-nbctl lport-get-up sw0-port1',
      ],
      check: ({ mirror }) => {
        const port = portNamed(mirror, 'sw0-port1');
        if (!port) return 'There is no sw0-port1.';
        if (port.machine === null) return 'No hypervisor has claimed sw0-port1 yet.';
        return port.up === true ? null : 'ovn-northd has not reported sw0-port1 as up yet.';
      },
    },
    {
      title: 'Add a second hypervisor',
      text: (
        <>
          <p>
            The article ends with what comes next: tunnels and flows. Add a hypervisor (a button on the graph, or{' '}
            <code>sim_add</code>), attach it to the same network, and plug sw0-port2 into it. The two ovn-controllers
            find each other in the Chassis table and make a tunnel.
          </p>
          <p>
            <code>as hv2</code> before a command runs it on hv2.
          </p>
        </>
      ),
      hints: [
        'On the graph: Hypervisor adds one that is attached already; then drag sw0-port2 onto it.',
        'In the terminal it is the first three steps again, each command with as hv2 before it.',
      ],
      learned: 'Nobody configured the tunnels: each ovn-controller made its end for every other row of Chassis.',
      commands: [
        'sim_add hv2',
        'as hv2 ovs-vsctl set open . external-ids:system-id=hv2',
        'as hv2 ovs-vsctl set open . external-ids:ovn-remote=unix:"$sandbox"/db.sock',
        'as hv2 ovs-vsctl set open . external-ids:ovn-encap-type=vxlan',
        'as hv2 ovs-vsctl set open . external-ids:ovn-encap-ip=127.0.0.2',
        'as hv2 ovs-vsctl add-br br-int',
        'as hv2 ovs-vsctl add-port br-int vif2 -- set interface vif2 external-ids:iface-id=sw0-port2',
      ],
      check: ({ mirror }) => {
        const registered = mirror.model.machines.filter((machine) => machine.registered);
        if (registered.length < 2) return 'There is only one registered chassis yet.';
        const [first, second] = [portNamed(mirror, 'sw0-port1')?.machine, portNamed(mirror, 'sw0-port2')?.machine];
        if (!second) return 'sw0-port2 is not plugged in yet.';
        if (first === second) return 'Both ports are on the same hypervisor; move one of them.';
        return registered.every((machine) => machine.tunnels.length > 0) ? null : 'There is no tunnel yet.';
      },
    },
    {
      title: 'Follow a packet',
      text: (
        <p>
          Make a packet that enters at sw0-port1 and goes to 00:00:00:00:00:02, and send it. The trace shows each
          logical row with the flow that carried it out. Step back through it: find the table in which it leaves hv1,
          and the one in which hv2 takes it up.
        </p>
      ),
      hints: [
        'Send, over the graph, has New packet (on a phone it is in the outline). What it proposes is right already.',
        'The Ethernet source ends in :01, the destination in :02.',
      ],
      show: [{ do: 'send', preset: 'ping', port: 'sw0-port1', from: '00:00:00:00:00:01', to: '00:00:00:00:00:02' }],
      learned:
        'In table 64 the packet gets its tunnel key and crosses to hv2, where table 0 hands it straight to the interface. All deciding was done on hv1.',
      check: ({ player }) => {
        const steps = traceOf(player, /:01$/, /:02$/);
        if (!steps) return 'Send a packet from 00:00:00:00:00:01 to 00:00:00:00:00:02.';
        if (!steps.some((step) => step.kind === 'tunnel-out')) return 'This packet did not cross a tunnel.';
        return steps.some((step) => step.kind === 'deliver' && step.logicalPort === 'sw0-port2')
          ? null
          : 'This packet did not reach sw0-port2.';
      },
    },
    {
      title: 'Flood',
      text: (
        <p>
          Send a broadcast from sw0-port1: the ARP request preset is one. Table 1 floods it. Look in the trace for what
          becomes of each copy.
        </p>
      ),
      prediction: {
        question: 'sw0 has two ports. How many copies does table 1 make?',
        choices: ['None: the packet itself goes on', 'One, for sw0-port2', 'Two, one for each port'],
        answer: 2,
        found: ({ player }) => {
          const out = player.trace?.verdict;
          return out ? Math.min(out.deliveries.length + out.drops.length, 2) : null;
        },
      },
      hints: [
        'Choose New packet again, and ARP request as its preset.',
        'It has to enter at sw0-port1 and go to ff:ff:ff:ff:ff:ff.',
      ],
      show: [
        { do: 'send', preset: 'arp-request', port: 'sw0-port1', from: '00:00:00:00:00:01', to: 'ff:ff:ff:ff:ff:ff' },
      ],
      learned: 'There is a copy for the port that it came from as well: table 64 drops it, and the other one arrives.',
      check: ({ player }) => {
        const steps = traceOf(player, /:01$/, /^ff:ff:ff:ff:ff:ff$/);
        if (!steps) return 'Send a packet from sw0-port1 to ff:ff:ff:ff:ff:ff.';
        return steps.some((step) => step.kind === 'deliver') ? null : 'Nobody got this packet.';
      },
    },
  ],
};
