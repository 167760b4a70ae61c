/** The lines that the real programs' logging module writes to a terminal. */
import type { Millis } from '../base';

/** `2015-04-21T00:00:01Z|00001|ovn_nbctl|WARN|...`; `sequence` counts the lines of one run of a program. */
export function logLine(
  startOfTime: string,
  now: Millis,
  sequence: number,
  module: string,
  level: string,
  message: string,
): string {
  return `${timestamp(startOfTime, now)}|${String(sequence).padStart(5, '0')}|${module}|${level}|${message}`;
}

/** A line of a daemon's log file, whose times have milliseconds. */
export function fileLine(
  startOfTime: string,
  now: Millis,
  sequence: number,
  module: string,
  level: string,
  message: string,
): string {
  const time = timestamp(startOfTime, now).replace('Z', `.${String(now % 1000).padStart(3, '0')}Z`);
  return `${time}|${String(sequence).padStart(5, '0')}|${module}|${level}|${message}`;
}

/** `now` after midnight (UTC) of the day `startOfTime`, written `2015-04-21`. */
export function timestamp(startOfTime: string, now: Millis): string {
  const seconds = Math.floor(now / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = addDays(startOfTime, Math.floor(seconds / 86400));
  return `${day}T${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}Z`;
}

function addDays(start: string, days: number): string {
  let [year = 1970, month = 1, day = 1] = start.split('-').map(Number);
  day += days;
  for (let length = daysIn(year, month); day > length; length = daysIn(year, month)) {
    day -= length;
    month += 1;
    if (month > 12) {
      month = 1;
      year += 1;
    }
  }
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
