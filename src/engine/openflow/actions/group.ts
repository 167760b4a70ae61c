/** Copies and choices: a group of buckets, a clone, a meter, a bundle of ports. */
import { err, ok } from '../../base';
import { parsePort } from '../parse-values';
import { formatSubfield, parseSubfield, type Subfield } from '../subfields';
import { formatPort } from '../values';
import type { ActionBase, ActionLists, OfActionKind, ReadAction } from './kind';
import { readNumber } from './reading';

export interface GroupAction {
  readonly type: 'group';
  readonly group: number;
}

export const group: OfActionKind<GroupAction> = {
  document: { form: 'group:N', text: 'Runs the actions of one bucket of a group, or of all, as the group says.' },
  words: {
    group(text) {
      const number = readNumber(text, 'group id', 0xffffffff);
      return number.ok ? ok({ type: 'group', group: number.value }) : number;
    },
  },
  format: ({ group: number }) => `group:${number}`,
};

export interface MeterAction {
  readonly type: 'meter';
  readonly meter: number;
}

export const meter: OfActionKind<MeterAction> = {
  document: { form: 'meter:N', text: 'Drops what comes faster than the meter allows.' },
  words: {
    meter(text) {
      const number = readNumber(text, 'meter id', 0xffffffff);
      return number.ok ? ok({ type: 'meter', meter: number.value }) : number;
    },
  },
  format: ({ meter: number }) => `meter:${number}`,
};

/** Runs actions on a copy; afterwards the packet is as it was before. */
export interface CloneAction<A> {
  readonly type: 'clone';
  readonly actions: readonly A[];
}

export function cloneKind<A extends ActionBase>(lists: ActionLists<A>): OfActionKind<CloneAction<A>> {
  return {
    document: { form: 'clone(ACTION,…)', text: 'Runs the actions on a copy, and goes on with the packet as it was.' },
    words: {
      clone(text, context) {
        const actions = lists.read(text, context);
        return actions.ok ? ok({ type: 'clone', actions: actions.value }) : actions;
      },
    },
    format: ({ actions }) => `clone(${lists.format(actions)})`,
  };
}

/** Sends to one of several ports, or writes which one into a register. */
export interface BundleAction {
  readonly type: 'bundle';
  readonly fields: string;
  readonly basis: number;
  readonly algorithm: 'active_backup' | 'hrw';
  readonly members: readonly number[];
  /** `bundle_load`: where the number of the port goes instead of the packet. */
  readonly target?: Subfield;
}

const readBundle =
  (loads: boolean): ReadAction<BundleAction> =>
  (text, { ports }) => {
    const found = /^([a-z0-9_+]+),(\d+),([a-z_]+),(ofport),(?:(\w+\[[^\]]*\]),)?(?:members|slaves):(.*)$/.exec(
      text.replace(/\s/g, ''),
    );
    const [, fields = '', basis = '', algorithm, , place, list = ''] = found ?? [];
    if (!found || (place !== undefined) !== loads) return err(`${text}: not enough arguments to bundle action`);
    if (algorithm !== 'active_backup' && algorithm !== 'hrw')
      return err(`${text}: unknown algorithm \`${algorithm ?? ''}'`);
    const members: number[] = [];
    for (const name of list.split(',').filter((word) => word !== '')) {
      const port = parsePort(name, ports);
      if (port === undefined) return err(`${name}: bad port number`);
      members.push(port);
    }
    const target = place === undefined ? undefined : parseSubfield(place);
    if (target && !target.ok) return target;
    return ok({
      type: 'bundle',
      fields,
      basis: Number(basis),
      algorithm,
      members,
      ...(target === undefined ? {} : { target: target.value }),
    });
  };

export const bundle: OfActionKind<BundleAction> = {
  document: {
    form: 'bundle(FIELDS,BASIS,ALGORITHM,ofport,members:PORT,…)',
    text: 'Sends the packet out of one of the ports: the first that is up, or one chosen by a hash of the fields.',
  },
  words: { bundle: readBundle(false), bundle_load: readBundle(true) },
  format({ fields, basis, algorithm, members, target }) {
    const place = target === undefined ? '' : `${formatSubfield(target)},`;
    const word = target === undefined ? 'bundle' : 'bundle_load';
    return `${word}(${fields},${basis},${algorithm},ofport,${place}members:${members.map(formatPort).join(',')})`;
  },
};
