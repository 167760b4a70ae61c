/** What a message of IGMP or MLD says of who listens to what. */
import { formatIpv4, formatIpv6, readU16 } from '../../../../../packets';
import { getNumber } from '../../../../openflow';
import { isIp6 } from './headers';
import type { Received } from './run';

export interface Membership {
  readonly address: string;
  /** As IGMP_Group names it. */
  readonly protocol: string;
  readonly leaves: boolean;
}

export interface Memberships {
  readonly memberships: readonly Membership[];
  /** A multicast router asks. */
  readonly isFromRouter: boolean;
  /** Who is to hear it besides; absent: nobody. */
  readonly goesTo?: 'routers' | 'everybody';
}

const IGMP = { query: 0x11, report1: 0x12, report2: 0x16, leave: 0x17, report3: 0x22 } as const;
const MLD = { query: 130, report: 131, done: 132, report2: 143 } as const;

export function memberships(received: Received): Memberships {
  return isIp6(received.headers) ? ofMld(received) : ofIgmp(received);
}

function ofIgmp({ headers, packet, offsets }: Received): Memberships {
  const message = packet.subarray(offsets.l4);
  const address = formatIpv4(message, 4);
  const toRouters = (...said: readonly Membership[]): Memberships => ({
    memberships: said,
    isFromRouter: false,
    goesTo: 'routers',
  });
  switch (getNumber(headers, 'tcp_src')) {
    case IGMP.report1:
      return toRouters({ address, protocol: 'IGMPv1', leaves: false });
    case IGMP.report2:
      return toRouters({ address, protocol: 'IGMPv2', leaves: false });
    case IGMP.leave:
      return toRouters({ address, protocol: 'IGMPv2', leaves: true });
    case IGMP.report3:
      return toRouters(...records(message, { size: 8, address: 4, protocol: 'IGMPv3', format: formatIpv4 }));
    case IGMP.query:
      return { memberships: [], isFromRouter: true, goesTo: 'everybody' };
    default:
      return NOTHING;
  }
}

function ofMld({ headers, packet, offsets }: Received): Memberships {
  const { l3, l4 } = offsets;
  const message = packet.subarray(l4);
  const said = (...list: readonly Membership[]): Memberships => ({
    memberships: list,
    isFromRouter: false,
    goesTo: 'routers',
  });
  const address = formatIpv6(message, 8);
  // What is too short for an address says nothing, and is passed on all the same.
  const isShort = message.length < 24;
  switch (getNumber(headers, 'tcp_src')) {
    case MLD.query: {
      const hasSource = packet.subarray(l3 + 8, l3 + 24).some((byte) => byte !== 0);
      return { memberships: [], isFromRouter: hasSource, goesTo: 'everybody' };
    }
    case MLD.report:
      return said(...(isShort ? [] : [{ address, protocol: 'MLDv1', leaves: false }]));
    case MLD.done:
      return said(...(isShort ? [] : [{ address, protocol: 'MLDv1', leaves: true }]));
    case MLD.report2:
      return said(
        ...(isShort ? [] : records(message, { size: 20, address: 16, protocol: 'MLDv2', format: formatIpv6 })),
      );
    default:
      return NOTHING;
  }
}

const NOTHING: Memberships = { memberships: [], isFromRouter: false };

interface RecordShape {
  /** Bytes of a record without its sources. */
  readonly size: number;
  /** Bytes of an address. */
  readonly address: number;
  readonly protocol: string;
  readonly format: (bytes: Uint8Array, offset: number) => string;
}

/** From the first kind of record to the last (RFC 3376 section 4.2.12); these two say to whom one still listens. */
const [FIRST_KIND, LAST_KIND] = [1, 6];
const INCLUDING: readonly number[] = [1, 3];

/** Who listens to a group from no source has left it. */
function records(message: Uint8Array, { size, address, protocol, format }: RecordShape): readonly Membership[] {
  const said: Membership[] = [];
  let at = 8;
  for (let left = readU16(message, 6); left > 0 && at + size <= message.length; left--) {
    const kind = message[at] ?? 0;
    const sources = readU16(message, at + 2);
    if (kind >= FIRST_KIND && kind <= LAST_KIND)
      said.push({
        address: format(message, at + 4),
        protocol,
        leaves: sources === 0 && INCLUDING.includes(kind),
      });
    at += size + sources * address + (message[at + 1] ?? 0);
  }
  return said;
}
