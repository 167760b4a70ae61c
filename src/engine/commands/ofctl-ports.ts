/** The commands of ovs-ofctl about ports. */
import { ok, type Result } from '../base';
import { formatPortsDesc, formatShow, type IsUp, type Port } from '../vswitch';
import { localKey } from './host';
import { refuse, type OfctlCall, type OfctlCommand } from './ofctl-call';

export const PORT_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'show',
    usage: 'BRIDGE',
    min: 1,
    max: 1,
    doc: 'print what a bridge can do, and its ports',
    run: (call) => ok(formatShow(call.bridge, isUp(call), call.modern)),
  },
  {
    name: 'dump-ports',
    usage: 'BRIDGE [PORT]',
    min: 1,
    max: 2,
    doc: 'print the counters of the ports',
    run: dumpPorts,
  },
  {
    name: 'dump-ports-desc',
    usage: 'BRIDGE',
    min: 1,
    max: 1,
    doc: 'print the ports',
    run: (call) => {
      const text = formatPortsDesc(call.bridge, isUp(call));
      return ok(call.modern ? text.replace('reply', 'reply (OF1.3)') : text);
    },
  },
  {
    name: 'mod-port',
    usage: 'BRIDGE PORT up|down',
    min: 3,
    max: 3,
    doc: 'bring the device of a port up or down',
    run: modPort,
  },
];

/** ovs-vswitchd writes into its database which devices are up; a dummy one is not until somebody brings it up. */
function isUp({ host, machine }: OfctlCall): IsUp {
  const up = new Set<string>();
  for (const row of host.database(localKey(machine))?.rows('Interface').values() ?? [])
    if (Array.isArray(row.admin_state) && row.admin_state[0] === 'up') up.add(String(row.name));
  return ({ name }) => up.has(name);
}

/** Those of the real program, of which only the first two mean something here. */
const PORT_WORDS = ['up', 'down', 'stp', 'receive', 'receive-stp', 'flood', 'forward', 'packet-in'];

function modPort(call: OfctlCall): Result<string> {
  const { host, machine, bridge, args, line } = call;
  const [wanted = '', word = ''] = args;
  const port = findPort(call, wanted);
  if (port === undefined) return refuse(`${bridge.name}: couldn't find port \`${wanted}'`);
  const [, no, bare = ''] = /^(no-?)?(.*)$/i.exec(word) ?? [];
  if (!PORT_WORDS.includes(bare.toLowerCase())) return refuse(`unknown mod-port command '${word}'`);
  if (bare.toLowerCase() !== 'up' && bare.toLowerCase() !== 'down')
    return refuse(`mod-port ${word}: ports here always receive, flood and forward; only up and down are played`);
  const state = (bare.toLowerCase() === 'up') === (no === undefined) ? 'up' : 'down';
  const key = localKey(machine);
  const rows = host.database(key)?.rows('Interface').values() ?? [];
  const row = Array.from(rows).find(({ name }) => name === port.name);
  if (row === undefined) return ok('');
  const edit = {
    op: 'update',
    table: 'Interface',
    uuid: row._uuid,
    row: { admin_state: [state], link_state: [state] },
  } as const;
  const done = host.commit(key, [edit], line);
  return done.ok ? ok('') : done;
}

function findPort({ bridge }: OfctlCall, wanted: string): Port | undefined {
  return bridge.ports.list().find((port) => [port.name, portLabel(port), String(port.ofport)].includes(wanted));
}

function portLabel({ ofport }: Port): string {
  return ofport === LOCAL ? 'LOCAL' : String(ofport);
}

const LOCAL = 65534;

function dumpPorts({ bridge, counters, args, modern }: OfctlCall): Result<string> {
  const [wanted] = args;
  const ports = bridge.ports
    .list()
    .filter((port) => wanted === undefined || [port.name, portLabel(port), String(port.ofport)].includes(wanted));
  if (wanted !== undefined && ports.length === 0) return refuse(`${bridge.name}: unknown port \`${wanted}'`);
  const texts = ports.map((port) => {
    const { rxPackets, rxBytes, txPackets, txBytes } = counters(port.name);
    return (
      `  port ${portLabel(port).padStart(2)}: rx pkts=${rxPackets}, bytes=${rxBytes}, drop=0, errs=0, frame=0, over=0, crc=0\n` +
      `           tx pkts=${txPackets}, bytes=${txBytes}, drop=0, errs=0, coll=0\n`
    );
  });
  return ok(`OFPST_PORT reply${modern ? ' (OF1.3)' : ''} (xid=0x2): ${ports.length} ports\n${texts.join('')}`);
}
