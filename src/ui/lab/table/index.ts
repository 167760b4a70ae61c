/**
 * The table that every pane of rows uses: virtual (50,000 rows are fine), grouped,
 * by mouse or keyboard, lit by what is pointed at elsewhere. The pane gives the
 * rows that are shown, and is told which those are; the table owns scrolling and the active row.
 */
export { RowsTable } from './rows-table';
export type { Column, Item, Rows } from './rows-table';
