/** `show`: the chassis, their tunnels and the ports that are bound to them. */
import { ok } from '../../../base';
import {
  fail,
  findTable,
  showRows,
  type CtlCommand,
  type CtlContext,
  type CtlOutput,
  type Outcome,
  type ShowFilters,
  type ShowTable,
} from '../../../commands';

const TOP = 'Chassis';

const SHOWN: readonly ShowTable[] = [
  {
    table: TOP,
    name: 'name',
    columns: ['hostname', 'encaps'],
    referrers: { table: 'Port_Binding', name: 'logical_port', column: 'chassis' },
  },
  { table: 'Encap', name: 'type', columns: ['ip', 'options'] },
];

export const SHOW: CtlCommand = {
  name: 'show',
  min: 0,
  max: 0,
  usage: '',
  options: ['--filter='],
  writes: false,
  doc: 'print an overview of the database; --filter takes words, or TABLE(WORD|WORD), with commas between them',
  run: show,
};

function show(context: CtlContext): Outcome<CtlOutput> {
  const filters = readFilters(context, context.options.get('--filter') ?? '');
  return filters.ok ? ok(showRows(context, SHOWN, filters.value)) : filters;
}

/** `WORD` is for chassis, `TABLE(WORD|WORD)` for rows of another table. */
function readFilters(context: CtlContext, text: string): Outcome<ShowFilters> {
  const filters = new Map<string, Set<string>>();
  for (const item of new Set(text.split(',').filter(Boolean))) {
    const bracket = item.indexOf('(');
    if (bracket >= 0 && !item.endsWith(')')) return fail("Malformed filter: missing closing ')'");
    const found = bracket < 0 ? undefined : findTable(context, item.slice(0, bracket));
    if (found?.ok === false) return found;
    const table = found?.value.schema.name ?? TOP;
    const words = bracket < 0 ? item : item.slice(bracket + 1, -1);
    const wanted = filters.get(table) ?? new Set<string>();
    for (const word of words.split('|').filter(Boolean)) wanted.add(word);
    filters.set(table, wanted);
  }
  return ok(filters);
}
