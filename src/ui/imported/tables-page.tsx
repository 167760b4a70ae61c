/** Every table of both databases, as it stands in them. */
import { EmptyState } from '../kit';
import { imported } from '../bridge/imported';
import { refine, selectThing, useAddress } from './address';
import css from './page.module.css';
import { PagedRows } from './paged-rows';
import { useReal } from './store';
import { useAsked } from './use-asked';
import { parseThing, thingOfRow } from './things';

/** The width of a letter of the small monospaced type, in rem: heads are set in another one. */
const LETTER = 0.46;

export function TablesPage() {
  const { params } = useAddress();
  const version = useReal((real) => real.version);
  const tables = useAsked('tables', () => imported().tables()) ?? [];
  const filled = tables.filter(({ rows }) => rows > 0);
  const wanted = `${params.side ?? ''} ${params.table ?? ''}`;
  const table = tables.find((each) => `${each.side} ${each.table}` === wanted) ?? filled[0];
  const text = params.text ?? '';
  const on = parseThing(params.on);
  if (table === undefined)
    return (
      <EmptyState title="No tables">
        <p>The databases are empty.</p>
      </EmptyState>
    );
  const { columns } = table;
  return (
    <div className={css.page}>
      <div className={css.tools}>
        <select
          aria-label="Table"
          value={`${table.side} ${table.table}`}
          onChange={(event) => {
            const [side = '', name = ''] = event.target.value.split(' ');
            refine({ side, table: name, text: '' });
          }}
        >
          {(['northbound', 'southbound'] as const).map((side) => {
            const own = tables.filter((each) => each.side === side);
            return own.length === 0 ? null : (
              <optgroup key={side} label={side === 'northbound' ? 'Northbound' : 'Southbound'}>
                {own.map((each) => (
                  <option key={each.table} value={`${side} ${each.table}`}>
                    {each.table} ({each.rows.toLocaleString('en')})
                  </option>
                ))}
              </optgroup>
            );
          })}
        </select>
        <input
          type="search"
          aria-label="Filter the rows"
          placeholder="Filter: any value"
          value={text}
          onChange={(event) => refine({ text: event.target.value }, true)}
        />
      </div>
      <PagedRows
        key={`${table.side} ${table.table}`}
        label={`Rows of ${table.table}`}
        question={JSON.stringify([table.side, table.table, text])}
        version={version}
        ask={(range) => imported().rows(table.side, table.table, text, range)}
        keyOf={({ row }) => row.uuid}
        selected={on?.kind === 'row' || on?.kind === 'flow' ? on.uuid : null}
        onChoose={({ row }) => selectThing(thingOfRow(row))}
        template={['11rem', ...columns.map(({ width }) => `${width * LETTER}rem`)].join(' ')}
        heads={['row', ...columns.map(({ name }) => name)]}
        cells={({ row, cells }) => [row.title, ...cells]}
        empty={text === '' ? 'It has no rows.' : `No row has “${text}”.`}
      />
    </div>
  );
}
