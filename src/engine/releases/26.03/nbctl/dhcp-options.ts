/** Rows of DHCP options. */
import { ok } from '../../../base';
import { fail, type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../../commands';
import { getString, type Row } from '../../../ovsdb';
import { parseCidr } from '../addresses';
import { rowByUuid } from './find';
import { hashedMap, pairsOfWords, sortedLines } from '../text';

const TABLE = 'DHCP_Options';

export const DHCP_OPTIONS_COMMANDS: readonly CtlCommand[] = [
  {
    name: 'dhcp-options-create',
    min: 1,
    max: Infinity,
    usage: 'CIDR [EXTERNAL:IDS]',
    options: [],
    writes: true,
    doc: 'create DHCP options for a network',
    run: create,
  },
  {
    name: 'dhcp-options-del',
    min: 1,
    max: 1,
    usage: 'DHCP_OPT_UUID',
    options: [],
    writes: true,
    doc: 'delete DHCP options',
    run: ofRow(({ overlay }, { _uuid }) => {
      overlay.delete(TABLE, _uuid);
      return '';
    }),
  },
  {
    name: 'dhcp-options-list',
    min: 0,
    max: 0,
    usage: '',
    options: [],
    writes: false,
    doc: 'print the UUIDs of all DHCP options, by their networks',
    run: ({ overlay }) =>
      ok(sortedLines(overlay.rows(TABLE).map((row) => ({ key: getString(row, 'cidr'), text: row._uuid })))),
  },
  {
    name: 'dhcp-options-set-options',
    min: 1,
    max: Infinity,
    usage: 'DHCP_OPT_UUID KEY=VALUE [KEY=VALUE]...',
    options: [],
    writes: true,
    doc: 'set what the options are',
    run: ofRow(({ overlay, args }, { _uuid }) => {
      overlay.update(TABLE, _uuid, { options: pairsOfWords(args.slice(1)) });
      return '';
    }),
  },
  {
    name: 'dhcp-options-get-options',
    min: 1,
    max: 1,
    usage: 'DHCP_OPT_UUID',
    options: [],
    writes: false,
    doc: 'print what the options are',
    run: ofRow((_, row) =>
      hashedMap(row, 'options')
        .map(([key, value]) => `${key}=${value}\n`)
        .join(''),
    ),
  },
];

function create({ overlay, args }: CtlContext): Outcome<CtlOutput> {
  const [cidr = '', ...words] = args;
  if (!parseCidr(cidr)) return fail(`Invalid cidr format '${cidr}'`);
  overlay.insert(TABLE, { cidr, external_ids: pairsOfWords(words) });
  return ok('');
}

function ofRow(run: (context: CtlContext, row: Row) => string): CtlCommand['run'] {
  return (context) => {
    const [id = ''] = context.args;
    const row = rowByUuid(context, TABLE, id);
    return row ? ok(run(context, row)) : fail(`${id}: dhcp options UUID not found`);
  };
}
