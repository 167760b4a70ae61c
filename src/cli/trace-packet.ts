/**
 * `ovn trace FILE`: one packet through a deployment, told as people or programs
 * want it. Nothing is counted and nothing changes.
 */
import {
  captureChoices,
  captureOf,
  formatLogicalTrace,
  formatOpenFlowTrace,
  formatSummary,
  formatTraceJson,
  trace,
} from '../engine/trace';
import type { Capture, Trace, Verdict } from '../engine/trace';
import { utf8Encode } from '../engine/base';
import { choosePacket } from './choose-packet';
import type { PacketOptions } from './choose-packet';
import { isLink, readScenario } from './read-scenario';

export const TRACE_FORMATS = ['summary', 'ovn-trace', 'ofproto', 'json', 'pcap'] as const;
export type TraceFormat = (typeof TRACE_FORMATS)[number];

export interface TraceOptions extends PacketOptions {
  readonly release: string;
  readonly seed: number;
  readonly format: TraceFormat;
  /** For pcap: which hop. */
  readonly hop?: string;
}

export interface TraceIo {
  readonly readText: (file: string) => string;
  readonly readBinary: (file: string) => Uint8Array;
  readonly out: (bytes: Uint8Array) => void;
  readonly error: (line: string) => void;
}

/** The exit status by what became of the packet; 2 is for what could not be read or done. */
const STATUS: Readonly<Record<Verdict['kind'], number>> = { delivered: 0, dropped: 1, mixed: 3 };
const TROUBLE = 2;

export async function tracePacket(file: string, options: TraceOptions, io: TraceIo): Promise<number> {
  const fail = (message: string) => {
    io.error(message);
    return TROUBLE;
  };
  if (options.hop !== undefined && options.format !== 'pcap') return fail('--hop needs --format pcap');
  const scenario = await readScenario(isLink(file) ? file : io.readText(file), options);
  const name = isLink(file) ? 'the link' : file;
  if (!scenario.ok) return fail(`${name}: ${scenario.error.message}`);
  for (const text of scenario.value.failed) io.error(`${name}: a command failed: ${text}`);
  const { deployment } = scenario.value;
  const request = choosePacket(scenario.value, options, io.readBinary);
  if (!request.ok) return fail(request.error.message);
  const traced = trace(deployment, request.value, { live: false });
  if (!traced.ok) {
    const { message, hint } = traced.error;
    return fail(`${message}${hint === undefined ? '' : `\n  ${hint}`}`);
  }
  const told = traced.value;
  switch (options.format) {
    case 'summary':
      io.out(utf8Encode(formatSummary(told)));
      break;
    case 'ovn-trace':
      io.out(utf8Encode(formatLogicalTrace(deployment.release, told)));
      break;
    case 'json':
      io.out(utf8Encode(formatTraceJson(told)));
      break;
    case 'ofproto': {
      const text = formatOpenFlowTrace(deployment, told.request);
      if (!text.ok) return fail(text.error.message);
      io.out(utf8Encode(text.value));
      break;
    }
    case 'pcap': {
      const what = hopOf(told, options.hop ?? 'hops');
      if (what === undefined) {
        const keys = captureChoices(told).map(({ key }) => key);
        return fail(
          `there is no hop '${options.hop ?? ''}'; hops are ${keys.join(', ')}, or a step from 1 to ${told.steps.length}`,
        );
      }
      io.out(captureOf(told, what));
    }
  }
  return STATUS[told.verdict.kind];
}

/** Steps are counted from 1, as the page counts them. */
function hopOf(told: Trace, key: string): Capture | undefined {
  const step = Number(key);
  if (/^\d+$/.test(key) && step >= 1 && step <= told.steps.length) return step - 1;
  return captureChoices(told).find((choice) => choice.key === key)?.what;
}

export const TRACE_HELP = `
Examples:
  ovn trace lab.txt --preset ping --from sw0-port1 --to sw0-port2
  ovn trace scenario.ovn.json --packet 'Ping from sw0-port1' --format ovn-trace
  ovn trace lab.txt --microflow 'inport == "sw0-port1" && eth.dst == 00:00:00:00:00:02 && ip4'
  ovn trace lab.txt --flow 'in_port=2,icmp,dl_dst=00:00:00:00:00:02' --at hv1 --format ofproto
  ovn trace lab.txt --preset arp-request --format pcap --hop underlay --output arp.pcap

Exit status: 0 delivered, 1 dropped, 3 delivered but not everywhere, 2 when something is wrong with what was asked.
`;
