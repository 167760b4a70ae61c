/** What ovn-controller is told or asked to do, without changing the packet. */
import { utf8Encode } from '../../base';
import type { FieldReference } from '../../match';
import { formatConstantSet } from './constants';
import { formatField, toController, withArguments, type TodayKind } from './kind';
import { parseDestination } from './learn';
import { EMPTY_LB_OPTIONS } from './option-tables';
import { readOption, type OptionValue } from './options';
import { byteLength, type ActionReader } from './reader';

const VERDICTS = ['allow', 'drop', 'reject', 'pass'] as const;
/** As syslog numbers them. */
const SEVERITIES = { alert: 1, warning: 4, notice: 5, info: 6, debug: 7 } as const;
type Verdict = (typeof VERDICTS)[number];
type Severity = keyof typeof SEVERITIES;

export interface LogAction {
  readonly kind: 'log';
  readonly verdict: Verdict;
  readonly severity: Severity;
  readonly name?: string;
  readonly meter?: string;
}

const MAX_NAME = 64;

export const log: TodayKind<LogAction> = {
  document: {
    form: 'log(verdict=VERDICT, severity=SEVERITY, name="NAME", meter="METER");',
    text: 'Lets ovn-controller write the packet to its log.',
  },
  form: 'statement',
  parse(reader) {
    const read: { verdict?: Verdict; severity: Severity; name?: string; meter?: string } = { severity: 'info' };
    if (reader.accept('(')) {
      while (!reader.accept(')')) {
        readLogArgument(reader, read);
        reader.accept(',');
      }
    }
    const verdict = read.verdict ?? reader.failSyntax('expecting verdict');
    return { kind: 'log', ...read, verdict };
  },
  format({ verdict, severity, name, meter }) {
    const words = [
      ...(name === undefined ? [] : [`name="${name}"`]),
      `verdict=${verdict}`,
      `severity=${severity}`,
      ...(meter === undefined ? [] : [`meter="${meter}"`]),
    ];
    return `log(${words.join(', ')});`;
  },
  encode({ verdict, severity, name = '', meter }, context) {
    const number = meter === undefined ? null : context.meter(meter);
    const data = { verdict: VERDICTS.indexOf(verdict), severity: SEVERITIES[severity], name };
    return [toController(context, 'log', data, { meter: number })];
  },
};

function readLogArgument(
  reader: ActionReader,
  read: { verdict?: Verdict; severity: Severity; name?: string; meter?: string },
): void {
  if (reader.acceptWord('verdict')) {
    reader.expect('=');
    read.verdict = VERDICTS.find((word) => reader.acceptWord(word)) ?? reader.failSyntax('unknown verdict');
  } else if (reader.acceptWord('name')) {
    reader.expect('=');
    const { type, text } = reader.cursor.token;
    if (type === 'string' && byteLength(text) >= MAX_NAME) reader.failSyntax('name must be shorter than 64 characters');
    read.name = reader.string('expecting string');
  } else if (reader.acceptWord('severity')) {
    reader.expect('=');
    if (reader.cursor.token.type !== 'id') reader.failSyntax('expecting severity');
    const words = ['alert', 'warning', 'notice', 'info', 'debug'] as const;
    read.severity = words.find((word) => reader.acceptWord(word)) ?? reader.failSyntax('unknown severity');
  } else if (reader.acceptWord('meter')) {
    reader.expect('=');
    read.meter = reader.string('expecting string');
  } else reader.failSyntax();
}

export interface TriggerEventAction {
  readonly kind: 'trigger_event';
  readonly event: 'empty_lb_backends';
  readonly options: readonly OptionValue[];
}

const EVENT = 'empty_lb_backends';

export const triggerEvent: TodayKind<TriggerEventAction> = {
  document: {
    form: 'trigger_event(event = "empty_lb_backends", vip = "ADDRESS:PORT", protocol = "tcp", load_balancer = "UUID");',
    text: 'Lets ovn-controller write a row into Controller_Event.',
  },
  form: 'statement',
  parse(reader) {
    reader.expect('(');
    if (!reader.acceptWord('event')) reader.failSyntax("Expecting 'event' option");
    reader.expect('=');
    const { type, text } = reader.cursor.token;
    if (type !== 'string' || byteLength(text) >= MAX_NAME) reader.failSyntax('Expecting string');
    if (text !== EVENT) reader.failSyntax("Unknown event '-1'");
    reader.cursor.take();
    reader.accept(',');
    const options: OptionValue[] = [];
    while (!reader.accept(')')) {
      options.push(readOption(reader, EMPTY_LB_OPTIONS, EVENT));
      reader.accept(',');
    }
    for (const option of options) checkEventOption(reader, option);
    return { kind: 'trigger_event', event: EVENT, options };
  },
  format: ({ event, options }) =>
    `trigger_event(event = "${event}"${options.map(({ spec, value }) => `, ${spec.name} = ${formatConstantSet(value)}`).join('')});`,
  encode({ options }, context) {
    const data = options.map(({ spec, value }) => ({
      code: spec.code,
      value: [...utf8Encode(value.strings[0] ?? '')],
    }));
    return [toController(context, 'trigger_event', { event: 0, options: data })];
  },
};

function checkEventOption(reader: ActionReader, { spec, value }: OptionValue): void {
  const [text = ''] = value.strings;
  if (value.strings.length > 1) reader.fail(`Invalid value for "${spec.name}" option`, 'bad-option');
  if (spec.name === 'vip' && parseDestination(text) === undefined) {
    reader.fail(`Invalid load balancer VIP '${text}'`, 'bad-option');
  }
  if (spec.name === 'protocol' && !['tcp', 'udp', 'sctp'].includes(text)) {
    reader.fail(`Load balancer protocol '${text}' is not 'tcp', 'udp', or 'sctp'`, 'bad-option');
  }
  if (spec.name === 'load_balancer' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) {
    reader.fail(`Load balancer '${text}' is not a UUID`, 'bad-option');
  }
}

export interface BindVportAction {
  readonly kind: 'bind_vport';
  readonly port: string;
  readonly parent: FieldReference;
}

export const bindVport: TodayKind<BindVportAction> = {
  document: {
    form: 'bind_vport("PORT", PARENT);',
    text: 'Lets ovn-controller claim a virtual port for the port that speaks for it.',
  },
  form: 'statement',
  parse(reader) {
    reader.expect('(');
    const port = reader.string('expecting port name string');
    reader.expect(',');
    const parent = reader.fieldOf(0);
    reader.expect(')');
    return { kind: 'bind_vport', port, parent };
  },
  format: ({ port, parent }) => `bind_vport("${port}", ${formatField(parent)});`,
  encode({ port, parent }, context) {
    const key = context.lookupPort(port);
    if (key === undefined) return [];
    return withArguments(
      [{ from: parent, to: context.language.registers.inport }],
      [toController(context, 'bind_vport', { port: key })],
    );
  },
};

export interface HandleSvcCheckAction {
  readonly kind: 'handle_svc_check';
  readonly port: FieldReference;
}

export const handleSvcCheck: TodayKind<HandleSvcCheckAction> = {
  document: { form: 'handle_svc_check(PORT);', text: 'Hands ovn-controller the answer to its check of a service.' },
  form: 'statement',
  parse(reader) {
    reader.expect('(');
    const port = reader.fieldOf(0);
    reader.expect(')');
    return { kind: 'handle_svc_check', port };
  },
  format: ({ port }) => `handle_svc_check(${formatField(port)});`,
  encode: ({ port }, context) =>
    withArguments(
      [{ from: port, to: context.language.registers.inport }],
      [toController(context, 'handle_svc_check', {})],
    ),
};

export interface HandOverAction<K extends 'igmp' | 'handle_dhcpv6_reply' | 'handle_bfd_msg'> {
  readonly kind: K;
}

function handOver<K extends 'igmp' | 'handle_dhcpv6_reply' | 'handle_bfd_msg'>(
  kind: K,
  text: string,
  parentheses = '',
): TodayKind<HandOverAction<K>> {
  return {
    document: { form: `${kind}${parentheses};`, text },
    form: 'statement',
    parse(reader) {
      if (parentheses !== '') {
        reader.expect('(');
        reader.expect(')');
      }
      return { kind };
    },
    format: () => `${kind}${parentheses};`,
    encode: (_, context) => [toController(context, kind, {})],
  };
}

export const igmp = handOver<'igmp'>('igmp', 'Lets ovn-controller learn from an IGMP or MLD message.');
export const handleDhcpv6Reply = handOver<'handle_dhcpv6_reply'>(
  'handle_dhcpv6_reply',
  'Hands ovn-controller the answer to its request for a prefix.',
);
export const handleBfdMsg = handOver<'handle_bfd_msg'>('handle_bfd_msg', 'Hands ovn-controller a BFD message.', '()');
