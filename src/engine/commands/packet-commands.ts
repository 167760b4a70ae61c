/** `ovn-trace` as the real program has it, and `send`, which does what the page's packet editor does. */
import type { OvnTraceForm, Trace } from '../trace';
import { getopt, type LongOption } from './getopt';
import type { CommandHost, ProgramResult } from './host';
import { refuse } from './lab';

const FORMS: readonly OvnTraceForm[] = ['detailed', 'summary', 'minimal'];
const TRACE_OPTIONS: readonly LongOption[] = [
  ...FORMS.map((name): LongOption => ({ name, argument: 'none' })),
  { name: 'all', argument: 'none' },
  { name: 'db', argument: 'required' },
  { name: 'help', short: 'h', argument: 'none' },
];

export const PACKET_COMMANDS = [
  {
    name: 'ovn-trace',
    usage: '[DATAPATH] MICROFLOW',
    doc: 'follow a packet through the logical network; nothing is sent or counted',
    options: TRACE_OPTIONS.map(({ name, argument }) => `--${name}${argument === 'none' ? '' : '='}`),
  },
  {
    name: 'send',
    usage: 'PORT [WORD...]',
    doc: 'send a packet out of the virtual machine of a logical port; send --help says which',
    options: ['--help'],
  },
] as const;

const LATER = 'ovn-trace was written in 2016; this is what it would have printed of this network.';

export function runOvnTrace(host: CommandHost, argv: readonly string[]): ProgramResult {
  const parsed = getopt('ovn-trace', argv, TRACE_OPTIONS, false);
  if (parsed.errors[0] !== undefined) return { status: 1, stdout: '', stderr: `${parsed.errors[0]}\n` };
  const has = (name: string) => parsed.options.some((option) => option.name === name);
  if (has('help')) return print(TRACE_HELP);
  const [first, second, ...more] = parsed.args;
  if (first === undefined || more.length > 0)
    return refuse(
      'ovn-trace',
      first === undefined
        ? 'missing MICROFLOW (use --help for help)'
        : 'one DATAPATH and one MICROFLOW are expected (use --help for help)',
      more.length > 0 ? 'Put the microflow in single quotes.' : undefined,
    );
  const forms = has('all') ? FORMS : FORMS.filter(has);
  const shown = forms.length > 0 ? forms : (['detailed'] as const);
  const traced = host.traceMicroflow(second === undefined ? undefined : first, second ?? first, shown);
  if (!traced.ok) return refuse('ovn-trace', traced.error.message, traced.error.hint);
  const text = print(traced.value.join('\n'));
  return host.release.tools.ovnTrace ? text : { ...text, notes: [LATER] };
}

export function runSend(host: CommandHost, argv: readonly string[]): ProgramResult {
  const [port, ...words] = argv;
  if (port === undefined) return refuse('send', 'usage: send PORT [WORD...]', 'send --help says which packets.');
  if (port === '--help' || port === '-h') return print(SEND_HELP);
  const sent = host.send(port, words);
  if (!sent.ok) return refuse('send', sent.error.message, sent.error.hint);
  const { verdict } = sent.value;
  return {
    status: { delivered: 0, dropped: 1, mixed: 3 }[verdict.kind],
    stdout: outcome(sent.value),
    stderr: '',
    sent: sent.value,
  };
}

/** The verdict in one line, then where the packet arrived. */
function outcome({ verdict, agreement }: Trace): string {
  const lines = [
    verdict.sentence,
    ...verdict.deliveries.map(
      ({ logicalPort, machine, iface }) => `  arrived at ${logicalPort} (${iface} on ${machine})`,
    ),
    ...verdict.drops
      .filter(({ expected, sentence }) => !expected && !verdict.sentence.includes(sentence))
      .map(({ sentence }) => `  ${sentence}`),
    ...(agreement.agree ? [] : agreement.differences.map((text) => `  the switches disagree: ${text}`)),
  ];
  return `${lines.join('\n')}\n`;
}

const print = (stdout: string): ProgramResult => ({ status: 0, stdout, stderr: '' });

const TRACE_HELP = `ovn-trace: follows a packet through the logical network
usage: ovn-trace [OPTIONS] [DATAPATH] MICROFLOW

  DATAPATH    a logical switch, by name or UUID
  MICROFLOW   a match that describes one packet, e.g.
              'inport == "sw0-port1" && eth.src == 00:00:00:00:00:01 && eth.dst == 00:00:00:00:00:02'

Options:
  --detailed  every table, what matched and what it did (this is the default)
  --summary   the actions alone
  --minimal   what leaves, and by which port
  --all       all three
`;

const SEND_HELP = `send: sends a packet out of the virtual machine of a logical port; counters count it, the page shows its trace
usage: send PORT [KIND] [to=PORT|to=MAC]
       send PORT FIELD=VALUE...
       send PORT MICROFLOW

  send sw0-port1                                     a ping to the next port of its switch
  send sw0-port1 to=sw0-port2                        a ping to that port
  send sw0-port1 tcp-syn to=sw0-port2                kinds: ping, arp-request, tcp-syn, udp …
  send sw0-port1 icmp,dl_dst=00:00:00:00:00:02       fields as in OpenFlow
  send sw0-port1 eth.dst=00:00:00:00:00:02 ip4       fields as in OVN
  send sw0-port1 'eth.dst == 00:00:00:00:00:02 && ip4 && tcp.dst == 80'

Where the source is not said, it is the port's own.
Exit status: 0 delivered, 1 dropped, 3 delivered but not everywhere.
`;
