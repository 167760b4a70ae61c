/** Tables as the clients of OpenStack draw them: PrettyTable, cells to the left, several lines in a cell. */

export function prettyTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => cell.split('\n')));
  const widths = columns.map((name, column) =>
    Math.max(name.length, ...cells.map((row) => Math.max(0, ...(row[column] ?? []).map((line) => line.length)))),
  );
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+\n`;
  const line = (texts: readonly string[]) =>
    `|${widths.map((width, column) => ` ${(texts[column] ?? '').padEnd(width)} `).join('|')}|\n`;
  const body = cells.map((row) => {
    const height = Math.max(1, ...row.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) => line(row.map((lines) => lines[at] ?? ''))).join('');
  });
  return `${rule}${line(columns)}${rule}${body.join('')}${rows.length > 0 ? rule : ''}`;
}

/** A value of the API in a cell: lists line by line, objects as Python's JSON. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value))
    return value.map((item: unknown) => (typeof item === 'string' ? item : pythonJson(item))).join('\n');
  if (typeof value === 'object') return Object.keys(value).length === 0 ? '' : pythonJson(value);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** With a blank behind each colon and comma. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${pythonJson(item)}`)
    .join(', ')}}`;
}
