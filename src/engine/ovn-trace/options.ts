/** What one may ask of a trace: the options of ovn-trace(8). */
import { err, ok, type Result } from '../base';
import { CT_STATE_FLAGS, parseIpv4, parseIpv6 } from '../openflow';
import type { OvnTraceForm } from './print';

export interface TraceOptions {
  /** States that connection tracking gives, one after the other, as bits of ct_state; after them "established". */
  readonly ctStates: readonly number[];
  /** Where a load balancer sends the packet: `--lb-dst`. Used once. */
  readonly backend: Backend | undefined;
  /** Which member of a `select` is taken: `--select-id`; 0 for any. */
  readonly selectId: number;
  /** Datapaths and ports are called as people named them; else (`--no-friendly-names`) by northbound UUID and name. */
  readonly friendlyNames: boolean;
}

export interface Backend {
  readonly family: 4 | 6;
  readonly address: bigint;
  /** 0 leaves the packet's. */
  readonly port: number;
}

export const ESTABLISHED = 2;
export const TRACKED = 0x20;
export const SOURCE_NAT = 0x40;
export const DESTINATION_NAT = 0x80;

export const NO_OPTIONS: TraceOptions = { ctStates: [], backend: undefined, selectId: 0, friendlyNames: true };

/** A command line of ovn-trace without its flow. */
export interface TraceArguments {
  readonly options: TraceOptions;
  /** In the order of the program; detailed when none is asked for. */
  readonly forms: readonly OvnTraceForm[];
  /** What is no option. */
  readonly operands: readonly string[];
}

/** Reads `--ct=new,rpl`, `--lb-dst=10.0.0.1:80`, `--select-id 2`, `--summary` and the like. Errors are in the program's words. */
export function readTraceArguments(args: readonly string[]): Result<TraceArguments> {
  const ctStates: number[] = [];
  let backend: Backend | undefined;
  let selectId = 0;
  let friendlyNames = true;
  const forms = new Set<OvnTraceForm>();
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('--')) {
      operands.push(arg);
      continue;
    }
    const [name = '', ...rest] = arg.split('=');
    const takesValue = name === '--ct' || name === '--lb-dst' || name === '--select-id';
    if (!takesValue && rest.length > 0) return fail(`option '${name}' doesn't allow an argument`);
    const value = takesValue && rest.length === 0 ? args[++i] : rest.join('=');
    if (value === undefined) return fail(`option '${name}' requires an argument`);
    switch (name) {
      case '--ct': {
        const state = parseCtState(value);
        if (!state.ok) return state;
        ctStates.push(state.value);
        break;
      }
      case '--lb-dst': {
        backend = parseBackend(value);
        if (backend === undefined) return fail(`${value}: bad address`);
        break;
      }
      case '--select-id':
        selectId = Number(/^\s*(\d+)/.exec(value)?.[1] ?? 0);
        if (selectId === 0) return fail(`${value}: bad select-id`);
        break;
      case '--detailed':
      case '--summary':
      case '--minimal':
        for (const form of FORMS) if (name === `--${form}`) forms.add(form);
        break;
      case '--all':
        for (const form of FORMS) forms.add(form);
        break;
      case '--friendly-names':
      case '--no-friendly-names':
        friendlyNames = name === '--friendly-names';
        break;
      default:
        return fail(`unrecognized option '${arg}'`);
    }
  }
  const asked = FORMS.filter((form) => forms.has(form));
  return ok({
    options: { ctStates, backend, selectId, friendlyNames },
    forms: asked.length === 0 ? ['detailed'] : asked,
    operands,
  });
}

const FORMS = ['detailed', 'summary', 'minimal'] as const satisfies readonly OvnTraceForm[];

/** Flags by name, divided by commas, spaces or `|`; a packet that connection tracking has seen is always tracked. */
export function parseCtState(text: string): Result<number> {
  let state = TRACKED;
  for (const name of text.split(/[,| +]+/).filter((word) => word !== '')) {
    const bit = CT_STATE_FLAGS.findIndex((flag) => flag === name);
    if (bit < 0) return fail(`${name}: unknown connection tracking state flag`);
    state |= 1 << bit;
  }
  return ok(state);
}

function parseBackend(text: string): Backend | undefined {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(text) ?? [];
  const bare = parseIpv6(text);
  if (bare !== undefined) return { family: 6, address: bare, port: 0 };
  const number = Number(port ?? 0);
  if (number > 65535) return undefined;
  const ipv4 = parseIpv4(plain ?? '');
  if (ipv4 !== undefined) return { family: 4, address: ipv4, port: number };
  const ipv6 = parseIpv6(bracketed ?? '');
  return ipv6 === undefined ? undefined : { family: 6, address: ipv6, port: number };
}

function fail(message: string): Result<never> {
  return err({ code: 'bad-argument', message });
}
