/** Logical actions of OVN 23.03: like 24.03, before some actions, and with one zone for what a router tracks first. */
import { ACTION_NAMES, type ActionLanguage, type TodayActionName } from '../../actions';
import { language24_03 } from '../24.03/language';

const LATER: readonly TodayActionName[] = [
  'ct_commit_to_zone',
  'ct_ip6_dst',
  'ct_nw_dst',
  'ct_state_save',
  'ct_tp_dst',
  'mac_cache_use',
];

export const language23_03: ActionLanguage = {
  ...language24_03,
  actions: new Set(ACTION_NAMES.filter((name) => language24_03.actions.has(name) && !LATER.includes(name))),
  namesZones: false,
  waitsForNeighbours: false,
};
