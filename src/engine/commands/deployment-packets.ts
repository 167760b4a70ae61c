/** Packets for a deployment, by what people type: a microflow, fields, or a kind of packet and its receiver. */
import { encodeTrusted, PRESET_NAMES, toSpecs } from '../../packets';
import { err, ok, type Problem, type Result } from '../base';
import type { Deployment } from '../sim';
import {
  formatOvnTrace,
  packetBetween,
  packetOfText,
  placeOfPort,
  pluggedPorts,
  trace,
  type OvnTraceForm,
  type Trace,
} from '../trace';

const MAC = /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i;

/** What ovn-trace prints of a packet, in each of the forms. */
export function traceMicroflow(
  deployment: Deployment,
  datapath: string | undefined,
  microflow: string,
  forms: readonly OvnTraceForm[],
): Result<readonly string[]> {
  const read = packetOfText(deployment.release, microflow, { language: 'microflow' });
  if (!read.ok) return err(pointed(microflow, read.error));
  const { inport, bytes } = read.value;
  if (inport === undefined)
    return bad('the microflow does not say the port that the packet enters by', 'Add: inport == "PORT"');
  if (!portExists(deployment, inport)) return bad(`unknown port ${inport}`);
  const found = datapath === undefined ? undefined : deployment.release.northbound.findSwitch(deployment.nb, datapath);
  if (found?.ok === false) return bad(`unknown datapath "${datapath ?? ''}"`);
  const entered = entering(deployment, inport, bytes);
  if (!entered.ok) return entered;
  const traced = trace(deployment, entered.value, { live: false });
  const name = traced.ok ? traced.value.logical[0]?.datapathName : undefined;
  if (datapath !== undefined && name !== undefined && found?.ok && name !== found.value.name)
    return bad(`${inport} is a port of ${name}, not of ${datapath}`);
  return traced.ok ? ok(forms.map((form) => formatOvnTrace(deployment.release, traced.value, form))) : traced;
}

export function sendFrom(deployment: Deployment, port: string, words: readonly string[]): Result<Trace> {
  const ports = pluggedPorts(deployment);
  const from = ports.find(({ name }) => name === port);
  const text = words.join(' ').trim();
  const plain = words.every(
    (word) => /^(?:[a-z][a-z0-9-]*|to=.*)$/i.test(word) && (word.startsWith('to=') || isKind(word)),
  );
  if (!from) {
    const exists = portExists(deployment, port);
    if (!exists)
      return bad(
        `there is no logical port ${port}`,
        ports.length > 0
          ? `Ports that can send: ${ports
              .map(({ name }) => name)
              .slice(0, 12)
              .join(', ')}.`
          : undefined,
      );
    if (plain || !placeOfPort(deployment, port))
      return bad(
        `${port} is not plugged in anywhere, or has no address`,
        `Plug it in with: ovs-vsctl add-port br-int vif1 -- set interface vif1 external_ids:iface-id=${port}`,
      );
  }
  if (from && plain) {
    const kind = words.find(isKind) ?? 'ping';
    const preset = PRESET_NAMES.find((name) => name === kind) ?? 'ping';
    const wanted = words.find((word) => word.startsWith('to='))?.slice(3);
    const to =
      wanted === undefined
        ? ports.find(({ name, switchName }) => switchName === from.switchName && name !== from.name)
        : (ports.find(({ name }) => name === wanted) ??
          (MAC.test(wanted) ? { ...from, mac: wanted, ip: '10.0.0.254' } : undefined));
    if (!to)
      return wanted === undefined
        ? bad('nobody else is plugged in on its switch', 'Say who is to get it: to=PORT or to=MAC')
        : bad(`${wanted} is no port that is plugged in, and no Ethernet address`);
    return trace(deployment, packetBetween(from, to, preset), { learns: true });
  }
  const language = /==|&&/.test(text)
    ? 'microflow'
    : /(?:^|[\s,])(?:eth|ip4|ip6|ip|tcp|udp|icmp4|icmp6|arp|vlan)\.\w/.test(text)
      ? 'fields'
      : 'flow';
  const described =
    language === 'flow'
      ? withSource(text.replaceAll(/\s+/g, ','), /\b(?:dl_src|eth_src)=/, from && `dl_src=${from.mac}`, ',')
      : withSource(
          language === 'microflow' ? text : fieldsAsMatch(text),
          /\beth\.src\b/,
          from && `eth.src == ${from.mac}`,
          ' && ',
        );
  const read = packetOfText(deployment.release, described, { language: language === 'flow' ? 'flow' : 'microflow' });
  if (!read.ok) return err(pointed(described, read.error));
  const entered = entering(deployment, port, read.value.bytes);
  return entered.ok ? trace(deployment, entered.value, { learns: true }) : entered;
}

function isKind(word: string): boolean {
  return PRESET_NAMES.some((name) => name === word);
}

/** `eth.dst=00:00:00:00:00:02 ip4` as a microflow. */
function fieldsAsMatch(text: string): string {
  return text
    .split(/[\s,]+/)
    .map((word) => word.replace('=', ' == '))
    .join(' && ');
}

function withSource(text: string, said: RegExp, source: string | undefined, joint: string): string {
  return source === undefined || said.test(text) ? text : `${text}${joint}${source}`;
}

function portExists(deployment: Deployment, name: string): boolean {
  return deployment.release.northbound.findPort(deployment.nb, name).ok;
}

/** A container's packets leave its virtual machine with the container's tag. */
function entering(
  deployment: Deployment,
  port: string,
  bytes: Uint8Array,
): Result<{ machine: string; iface: string; bytes: Uint8Array }> {
  const place = placeOfPort(deployment, port);
  if (!place) return bad(`${port} is plugged in on no machine, so no switch can have its packet`);
  const { machine, iface, tag } = place;
  const [ethernet, ...rest] = toSpecs(bytes);
  if (tag === undefined || ethernet?.protocol !== 'ethernet' || rest[0]?.protocol === 'vlan')
    return { ok: true, value: { machine, iface, bytes } };
  const ends = { src: ethernet.src ?? '', dst: ethernet.dst ?? '' };
  const tagged = encodeTrusted([{ protocol: 'ethernet', ...ends }, { protocol: 'vlan', vid: tag }, ...rest]);
  return { ok: true, value: { machine, iface, bytes: tagged } };
}

/** The problem with the text below it, what is at fault underlined. */
function pointed(text: string, problem: Problem): Problem {
  const { range, message } = problem;
  if (!range || text.includes('\n')) return problem;
  const width = Math.max(1, Math.min(range.end, text.length) - range.start);
  return { ...problem, message: `${message}\n  ${text}\n  ${' '.repeat(range.start)}${'^'.repeat(width)}` };
}

function bad(message: string, hint?: string): { readonly ok: false; readonly error: Problem } {
  return err({ code: 'bad-packet', message, ...(hint === undefined ? {} : { hint }) });
}
