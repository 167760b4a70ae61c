/**
 * Load balancing to oneself: a backend that is sent its own packet would answer itself, so it is shown
 * the address of the service, or another that was chosen, as the sender.
 */
import type { Uuid } from '../../../../base';
import { wholeField, type FieldName, type LearnSpec, type OfAction } from '../../../../openflow';
import type { Ip } from '../facts/addresses';
import {
  cookieOf,
  ETH,
  FLAGS,
  flow,
  IP_PROTOCOL,
  REGISTERS,
  setFlag,
  TABLES,
  type Term,
  type WantedFlow,
} from '../flows';

export type Protocol = 'tcp' | 'udp' | 'sctp';

export interface Endpoint {
  readonly version: 4 | 6;
  readonly address: bigint;
  /** 0: all of them. */
  readonly port: number;
}

export interface Vip extends Endpoint {
  readonly backends: readonly Endpoint[];
}

export interface LoadBalancer {
  readonly row: Uuid;
  readonly protocol: Protocol;
  readonly vips: readonly Vip[];
  /** What a backend is shown instead of the service's address. */
  readonly snatIps: readonly Ip[];
  /** Keys of the local datapaths that may have their own idea of that. */
  readonly switches: readonly number[];
}

export function hairpinFlows(balancer: LoadBalancer): readonly WantedFlow[] {
  return balancer.vips.flatMap((vip) => [
    ...vip.backends.map((backend) => detection(balancer, vip, backend)),
    ...translations(balancer, vip),
  ]);
}

/** Connections whose destination was translated. */
const NATTED = 2;

function detection(balancer: LoadBalancer, vip: Vip, backend: Endpoint): WantedFlow {
  const { row, protocol } = balancer;
  const [source, destination] = ADDRESSES[vip.version];
  const terms: Term[] = [
    ['eth_type', vip.version === 4 ? ETH.ip4 : ETH.ip6],
    [source, backend.address],
    [destination, backend.address],
    originalAddress(vip),
    ['ct_mark', NATTED, NATTED],
  ];
  if (backend.port !== 0)
    terms.push(
      ['nw_proto', IP_PROTOCOL[protocol]],
      [`${protocol}_dst`, backend.port],
      [ORIGINAL_PORT, vip.port, 0xffff],
    );
  return flow(row, TABLES.hairpin, 100, terms, [setFlag('lookupHairpin'), learnReplies(balancer, vip, backend)]);
}

const ORIGINAL_PORT = 'reg2';
const ADDRESSES = { 4: ['ip_src', 'ip_dst'], 6: ['ipv6_src', 'ipv6_dst'] } as const;

function originalAddress({ version, address }: Endpoint): Term {
  return [version === 4 ? 'reg4' : 'xxreg1', address];
}

/** Replies are told by where they come from and go to. */
function learnReplies(balancer: LoadBalancer, vip: Vip, backend: Endpoint): OfAction {
  const { row, protocol } = balancer;
  const same = (field: FieldName): LearnSpec => ({ kind: 'match', to: wholeField(field), from: wholeField(field) });
  const is = (field: FieldName, value: bigint): LearnSpec => ({ kind: 'match', to: wholeField(field), value });
  const [source, destination] = ADDRESSES[vip.version];
  const ofProtocol: readonly LearnSpec[] =
    backend.port === 0
      ? [same('nw_proto')]
      : [
          is('nw_proto', BigInt(IP_PROTOCOL[protocol])),
          { kind: 'match', to: wholeField(`${protocol}_src`), from: wholeField(`${protocol}_dst`) },
        ];
  return {
    type: 'learn',
    table: TABLES.hairpinReply,
    priority: 32768,
    cookie: cookieOf(row),
    idleTimeout: 0,
    hardTimeout: 0,
    finIdleTimeout: 0,
    finHardTimeout: 0,
    sendFlowRemoved: false,
    deleteLearned: true,
    limit: 0,
    specs: [
      same('metadata'),
      is('eth_type', BigInt(vip.version === 4 ? ETH.ip4 : ETH.ip6)),
      same(source),
      is(destination, shownAddress(balancer, vip)),
      ...ofProtocol,
      { kind: 'load', to: { field: REGISTERS.flags, offset: FLAGS.lookupHairpin, bits: 1 }, value: 1n },
    ],
  };
}

function shownAddress({ snatIps }: LoadBalancer, { version, address }: Endpoint): bigint {
  return snatIps.find((ip) => ip.version === version)?.value ?? address;
}

/** Who chose an address of its own has it in its own datapaths, before the others. */
function translations(balancer: LoadBalancer, vip: Vip): readonly WantedFlow[] {
  const { row, protocol, snatIps, switches } = balancer;
  const terms: Term[] = [['eth_type', vip.version === 4 ? ETH.ip4 : ETH.ip6], originalAddress(vip)];
  if (vip.port !== 0) terms.push(['nw_proto', IP_PROTOCOL[protocol]], [ORIGINAL_PORT, vip.port, 0xffff]);
  const actions: readonly OfAction[] = [
    {
      type: 'ct',
      commit: true,
      zone: { field: REGISTERS.snatZone, offset: 0, bits: 16 },
      nat: { type: 'src', range: { version: vip.version, min: shownAddress(balancer, vip) }, flags: [] },
      exec: [],
    },
  ];
  // A service that names no port leaves others with a port the first word.
  const less = vip.port === 0 ? 10 : 0;
  if (snatIps.every(({ version }) => version !== vip.version))
    return [flow(row, TABLES.snatToVip, 100 - less, terms, actions)];
  return switches.map((key) => flow(row, TABLES.snatToVip, 200 - less, [...terms, ['metadata', key]], actions));
}
