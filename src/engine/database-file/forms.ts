/** What a file is, by its beginning. */
import { utf8Decode } from '../base';
import type { DatabaseForm } from './file-database';
import { magicOf } from './log-records';

/** Files of an OVN deployment that hold no database, but belong to it. */
export type OtherForm = 'flows' | 'groups' | 'ofctl-show' | 'nbctl-show' | 'sbctl-show';

/** Bytes that are looked at. */
export const LOOKED_AT = 4096;

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

const BEGINNINGS: readonly (readonly [form: DatabaseForm | OtherForm, pattern: RegExp])[] = [
  ['dump-table', /^(?:[A-Z]\w* table\n)?_uuid[ \w]*\n-{4}[- ]*(?:\n|$)/],
  ['dump-table', /^[A-Z]\w* table\n[ \w]+\n-[- ]*(?:\n|$)/],
  ['dump-csv', /^(?:[A-Z]\w* table\n)?_uuid(?:,\w+)+\n/],
  ['dump-csv', /^[A-Z]\w* table\n\w+(?:,\w+)*\n/],
  ['dump-json', /^\{\s*"(?:caption|headings|data)"\s*:/],
  ['list', /^(?:[A-Z]\w* table\n)?[a-z_]\w* *: [^\n]*\n(?:[a-z_]\w* *: |$)/],
  ['list', /^[A-Z]\w* table\n_uuid *: /],
  ['lflow-list', /^Datapath: [^\n]* {2}Pipeline: (?:ingress|egress)\n/],
  ['flows', /^(?:(?:NXST|OFPST)_FLOW reply[^\n]*\n)? *cookie=0x[0-9a-f]+, /],
  ['groups', /^(?:NXST|OFPST)_GROUP_DESC reply/],
  ['ofctl-show', /^OFPT_FEATURES_REPLY/],
  ['nbctl-show', new RegExp(`^(?:switch|router) ${UUID} \\(`)],
  ['sbctl-show', /^Chassis "?[^\n]+"?\n {4}(?:hostname: |Encap |Port_Binding )/],
];

/** Null for what is none of these. */
export function formOf(bytes: Uint8Array): DatabaseForm | OtherForm | null {
  const magic = magicOf(bytes);
  if (magic !== null) return magic === 'JSON' ? 'standalone' : 'cluster';
  const head = bytes.subarray(0, LOOKED_AT);
  if (head.includes(0)) return null;
  const text = utf8Decode(head)
    .replaceAll('\r\n', '\n')
    .replace(/^\s*\n/, '');
  return BEGINNINGS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
