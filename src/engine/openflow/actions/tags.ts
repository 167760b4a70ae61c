/** VLAN tags and MPLS labels. */
import { err, ok } from '../../base';
import { parseInteger } from '../parse-values';
import type { OfActionKind, ReadAction } from './kind';
import { readNumber } from './reading';

/** `pop`: as OpenFlow 1.1 and later name it. */
export interface StripVlanAction {
  readonly type: 'strip_vlan';
  readonly pop?: true;
}

export const stripVlan: OfActionKind<StripVlanAction> = {
  document: { form: 'pop_vlan', text: 'Takes the outer VLAN tag off; strip_vlan says the same.' },
  words: { strip_vlan: () => ok({ type: 'strip_vlan' }), pop_vlan: () => ok({ type: 'strip_vlan', pop: true }) },
  format: ({ pop }) => (pop ? 'pop_vlan' : 'strip_vlan'),
};

export interface PushVlanAction {
  readonly type: 'push_vlan';
  readonly ethertype: number;
}

export const pushVlan: OfActionKind<PushVlanAction> = {
  document: { form: 'push_vlan:0x8100', text: 'Puts a new VLAN tag before the others.' },
  words: {
    push_vlan(text) {
      const ethertype = parseInteger(text);
      if (ethertype === undefined || ethertype > 0xffffn) return err(`invalid ethertype "${text}"`);
      if (ethertype !== 0x8100n && ethertype !== 0x88a8n) return err(`${text}: not a valid VLAN ethertype`);
      return ok({ type: 'push_vlan', ethertype: Number(ethertype) });
    },
  },
  format: ({ ethertype }) => `push_vlan:0x${ethertype.toString(16).padStart(4, '0')}`,
};

export interface ModVlanAction<T extends 'mod_vlan_vid' | 'mod_vlan_pcp'> {
  readonly type: T;
  readonly value: number;
}

function modVlan<T extends 'mod_vlan_vid' | 'mod_vlan_pcp'>(
  type: T,
  alias: string,
  what: string,
  max: number,
): OfActionKind<ModVlanAction<T>> {
  const read: ReadAction<ModVlanAction<T>> = (text) => {
    const value = readNumber(text, what, 0xffff);
    if (!value.ok) return value;
    return value.value > max ? err(`${text}: not a valid ${what}`) : ok({ type, value: value.value });
  };
  return {
    document: { form: `${type}:N`, text: `Writes the ${what} of the tag, which the packet gets if it has none.` },
    words: { [type]: read, [alias]: read },
    format: ({ value }) => `${type}:${value}`,
  };
}

export const modVlanVid = modVlan('mod_vlan_vid', 'set_vlan_vid', 'VLAN VID', 0xfff);
export const modVlanPcp = modVlan('mod_vlan_pcp', 'set_vlan_pcp', 'VLAN PCP', 7);

export interface MplsTypeAction<T extends 'push_mpls' | 'pop_mpls'> {
  readonly type: T;
  readonly ethertype: number;
}

function mplsType<T extends 'push_mpls' | 'pop_mpls'>(type: T, text: string): OfActionKind<MplsTypeAction<T>> {
  const read: ReadAction<MplsTypeAction<T>> = (argument) => {
    const ethertype = readNumber(argument, 'ethertype', 0xffff);
    return ethertype.ok ? ok({ type, ethertype: ethertype.value }) : ethertype;
  };
  return {
    document: { form: `${type}:ETHERTYPE`, text },
    words: { [type]: read },
    format: ({ ethertype }) => `${type}:0x${ethertype.toString(16).padStart(4, '0')}`,
  };
}

export const pushMpls = mplsType('push_mpls', 'Puts a new MPLS label before the others.');
export const popMpls = mplsType('pop_mpls', 'Takes the outer MPLS label off; what follows is of that type.');

export interface SetMplsAction<T extends 'set_mpls_label' | 'set_mpls_tc' | 'set_mpls_ttl'> {
  readonly type: T;
  readonly value: number;
}

function setMpls<T extends 'set_mpls_label' | 'set_mpls_tc' | 'set_mpls_ttl'>(
  type: T,
  what: string,
  max: number,
): OfActionKind<SetMplsAction<T>> {
  const read: ReadAction<SetMplsAction<T>> = (argument) => {
    const value = readNumber(argument, what, max);
    return value.ok ? ok({ type, value: value.value }) : value;
  };
  return {
    document: { form: `${type}(N)`, text: `Writes the ${what} of the outer MPLS label.` },
    words: { [type]: read },
    format: ({ value }) => `${type}(${value})`,
  };
}

export const setMplsLabel = setMpls('set_mpls_label', 'label', 0xfffff);
export const setMplsTc = setMpls('set_mpls_tc', 'traffic class', 7);
export const setMplsTtl = setMpls('set_mpls_ttl', 'time to live', 255);

export interface DecMplsTtlAction {
  readonly type: 'dec_mpls_ttl';
}

export const decMplsTtl: OfActionKind<DecMplsTtlAction> = {
  document: { form: 'dec_mpls_ttl', text: 'Takes one off the time to live of the outer MPLS label.' },
  words: { dec_mpls_ttl: () => ok({ type: 'dec_mpls_ttl' }) },
  format: () => 'dec_mpls_ttl',
};
