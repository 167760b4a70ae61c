/** Actions of OpenFlow 1.0 that write one header field each, the TTL, and the test of a packet's length. */
import { err, ok } from '../../base';
import { parseEthernet, parseInteger, parseIpv4 } from '../parse-values';
import { formatSubfield, type Subfield } from '../subfields';
import { formatEthernet, formatIpv4 } from '../values';
import type { OfActionKind } from './kind';
import { readNumber, splitArrow, withSubfield } from './reading';

/** `mod_nw_tos` takes the upper six bits of the byte: a multiple of four. */
export interface ModNumberAction<T extends NumberWord> {
  readonly type: T;
  readonly value: number;
}

type NumberWord = 'mod_nw_tos' | 'mod_nw_ecn' | 'mod_nw_ttl' | 'mod_tp_src' | 'mod_tp_dst';

function modNumber<T extends NumberWord>(
  type: T,
  text: string,
  what: string,
  max: number,
): OfActionKind<ModNumberAction<T>> {
  const words: Record<string, OfActionKind<ModNumberAction<T>>['words'][string]> = {
    [type](argument) {
      const value = readNumber(argument, what, max);
      if (!value.ok) return value;
      if (type === 'mod_nw_tos' && (value.value & 3) !== 0) return err(`${argument}: not a valid TOS`);
      return ok({ type, value: value.value });
    },
  };
  return { document: { form: `${type}:N`, text }, words, format: ({ value }) => `${type}:${value}` };
}

export const modNwTos = modNumber('mod_nw_tos', 'Writes the upper six bits of the type of service.', 'TOS', 255);
export const modNwEcn = modNumber('mod_nw_ecn', 'Writes the two bits of congestion notification.', 'ECN', 3);
export const modNwTtl = modNumber('mod_nw_ttl', 'Writes the time to live, or hop limit.', 'TTL', 255);
export const modTpSrc = modNumber('mod_tp_src', 'Writes the source port.', 'source port', 65535);
export const modTpDst = modNumber('mod_tp_dst', 'Writes the destination port.', 'destination port', 65535);

export interface ModAddressAction<T extends 'mod_dl_src' | 'mod_dl_dst' | 'mod_nw_src' | 'mod_nw_dst'> {
  readonly type: T;
  readonly value: bigint;
}

function modAddress<T extends 'mod_dl_src' | 'mod_dl_dst' | 'mod_nw_src' | 'mod_nw_dst'>(
  type: T,
  text: string,
): OfActionKind<ModAddressAction<T>> {
  const isEthernet = type === 'mod_dl_src' || type === 'mod_dl_dst';
  const words: Record<string, OfActionKind<ModAddressAction<T>>['words'][string]> = {
    [type](argument) {
      const value = isEthernet ? parseEthernet(argument) : parseIpv4(argument);
      if (value !== undefined) return ok({ type, value });
      return err(isEthernet ? `invalid mac address ${argument}` : `${argument}: invalid IP address`);
    },
  };
  const format = ({ value }: { readonly value: bigint }) =>
    `${type}:${isEthernet ? formatEthernet(value) : formatIpv4(value)}`;
  return { document: { form: `${type}:ADDRESS`, text }, words, format };
}

export const modDlSrc = modAddress('mod_dl_src', 'Writes the source Ethernet address.');
export const modDlDst = modAddress('mod_dl_dst', 'Writes the destination Ethernet address.');
export const modNwSrc = modAddress('mod_nw_src', 'Writes the source IPv4 address.');
export const modNwDst = modAddress('mod_nw_dst', 'Writes the destination IPv4 address.');

/** `controllers` get the packet when the TTL is spent; [0] is plain `dec_ttl`. */
export interface DecTtlAction {
  readonly type: 'dec_ttl';
  readonly controllers: readonly number[];
}

export const decTtl: OfActionKind<DecTtlAction> = {
  document: { form: 'dec_ttl', text: 'Takes one off the time to live; a packet that has none left is dropped.' },
  words: {
    dec_ttl(text, { asPrinted }) {
      const words = text.split(/[,\s]+/).filter((word) => word !== '');
      const controllers = words.map((word) => parseInteger(word));
      const bad = controllers.findIndex((id) => id === undefined || id > 0xffffn);
      if (bad >= 0) return err(`dec_ttl_cnt_ids: invalid controller id "${words[bad] ?? ''}"`);
      return ok({ type: 'dec_ttl', controllers: words.length === 0 && !asPrinted ? [0] : controllers.map(Number) });
    },
  },
  format: ({ controllers }) =>
    controllers.length === 1 && controllers[0] === 0 ? 'dec_ttl' : `dec_ttl(${controllers.join(',')})`,
};

/** Whether the packet, without its Ethernet header, is longer than `length`, as a bit of `target`. */
export interface CheckPktLargerAction {
  readonly type: 'check_pkt_larger';
  readonly length: number;
  readonly target: Subfield;
}

export const checkPktLarger: OfActionKind<CheckPktLargerAction> = {
  document: {
    form: 'check_pkt_larger(LENGTH)->FIELD[bit]',
    text: 'Sets the bit if the packet is longer than LENGTH bytes, else clears it.',
  },
  words: {
    check_pkt_larger(text) {
      const arrow = splitArrow(text);
      if (!arrow.ok) return arrow;
      const length = readNumber(arrow.value.left.replace(/\)$/, '').replace(/^\(/, ''), 'length', 65535);
      if (!length.ok) return length;
      return withSubfield(arrow.value.right, (target) =>
        target.bits === 1
          ? ok({ type: 'check_pkt_larger', length: length.value, target })
          : err('Only 1-bit destination field is supported'),
      );
    },
  },
  format: ({ length, target }) => `check_pkt_larger(${length})->${formatSubfield(target)}`,
};
