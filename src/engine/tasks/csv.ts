/** Grades as a table for a spreadsheet (RFC 4180). */
import type { Result } from '../base';
import type { Grade } from './grade';

export interface GradedFile {
  readonly file: string;
  readonly grade: Result<Grade>;
}

/** `checks` are the names of the columns. A file that could not be graded is a row that says why. */
export function gradesCsv(checks: readonly string[], files: readonly GradedFile[]): string {
  const rows = files.map(({ file, grade }) => {
    if (!grade.ok) return [file, '', ...checks.map(() => ''), '', '', `not graded: ${grade.error.message}`];
    const { student, points, possible, reason } = grade.value;
    return [
      file,
      student,
      ...grade.value.checks.map((check) => String(check.points)),
      String(points),
      String(possible),
      reason,
    ];
  });
  return [['file', 'student', ...checks, 'points', 'of', 'reason'], ...rows]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('');
}

/** What a spreadsheet would take for a formula begins with an apostrophe: names are chosen by students. */
function cell(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, ' ');
  const plain = /^[=+\-@\t\r]/.test(line) ? `'${line}` : line;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
