/** A trace as a capture file: of every hop, of one interface, of one hypervisor, of the underlay between them, of one step. */
import { writePcap } from '../../packets';
import type { Trace, TraceStep } from './types';

/**
 * `hops`: what enters and leaves each switch. `underlay`: what crosses between hypervisors. A number: the packet
 * at that one step. A machine: what its interfaces and its uplink see, tunnelled packets as they are on the wire;
 * with an interface, what that one port sees.
 */
export type Capture = 'hops' | 'underlay' | number | { readonly machine: string; readonly iface?: string };

/** Something of a trace that can be captured. */
export interface CaptureChoice {
  /** Unique in the trace and fit for a command line: `hops`, `underlay`, `hv1`, `hv1/vif1`. */
  readonly key: string;
  readonly what: Capture;
  readonly label: string;
  readonly frames: number;
}

/** A pcap file; each packet is a microsecond after the one before, because virtual time stands still in a trace. */
export function captureOf(trace: Trace, what: Capture): Uint8Array {
  return writePcap(framesOf(trace, what).map((bytes, micros) => ({ micros, bytes })));
}

/** What there is to capture, in the order in which the packet comes by. */
export function captureChoices(trace: Trace): readonly CaptureChoice[] {
  const crossings = trace.steps.filter(crossesPort);
  const machines = Array.from(new Set(crossings.map(({ machine }) => machine)));
  const choices: readonly Omit<CaptureChoice, 'frames'>[] = [
    { key: 'hops', what: 'hops', label: 'Every hop' },
    { key: 'underlay', what: 'underlay', label: 'The underlay between hypervisors' },
    ...machines.flatMap((machine) => [
      { key: machine, what: { machine }, label: `${machine}: its interfaces and its uplink` },
      ...portsOf(crossings, machine).map((iface) => ({
        key: `${machine}/${iface}`,
        what: { machine, iface },
        label: labelOf(trace, machine, iface),
      })),
    ]),
  ];
  return choices
    .map((choice) => ({ ...choice, frames: framesOf(trace, choice.what).length }))
    .filter(({ key, frames }) => frames > 0 || key === 'hops');
}

function framesOf({ steps }: Trace, what: Capture): readonly Uint8Array[] {
  if (typeof what === 'number') return steps.filter(({ index }) => index === what).map(({ bytes }) => bytes);
  if (what === 'hops') return steps.filter(crossesPort).map(({ bytes }) => bytes);
  if (what === 'underlay') return steps.flatMap((step) => (step.kind === 'tunnel-out' ? onTheWire(step) : []));
  const here = steps.filter((step) => step.machine === what.machine && crossesPort(step));
  if (what.iface === undefined) return here.flatMap((step) => (step.tunnel ? onTheWire(step) : [step.bytes]));
  return here.filter(({ port }) => port?.name === what.iface).map(({ bytes }) => bytes);
}

/** The tunnelled frame; nothing where the packet never got as far as the wire. */
function onTheWire({ tunnel }: TraceStep): readonly Uint8Array[] {
  return tunnel && tunnel.underlay.length > 0 ? [tunnel.underlay] : [];
}

function crossesPort({ kind }: TraceStep): boolean {
  return kind !== 'table' && kind !== 'drop';
}

function portsOf(crossings: readonly TraceStep[], machine: string): readonly string[] {
  return Array.from(
    new Set(crossings.flatMap((step) => (step.machine === machine && step.port ? [step.port.name] : []))),
  );
}

function labelOf({ steps, logical }: Trace, machine: string, iface: string): string {
  const step = steps.find((candidate) => candidate.machine === machine && candidate.port?.name === iface);
  if (step?.tunnel) return `${iface} of ${machine}, inside the tunnel`;
  const port = step?.kind === 'inject' ? logical[0]?.inport : step?.logicalPort;
  return port === undefined ? `${iface} of ${machine}` : `${iface} of ${machine}, ${port}`;
}
