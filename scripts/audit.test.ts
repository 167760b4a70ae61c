import { expect, test } from 'vitest';
import { judge } from './audit.mjs';

const counts = { critical: 0, high: 0, moderate: 1, low: 0 };

test.each([
  ['', 0, ['audit: left out, the registry does not answer it (no answer)']],
  [
    JSON.stringify({ message: '405 Method Not Allowed' }),
    0,
    ['audit: left out, the registry does not answer it (405 Method Not Allowed)'],
  ],
  [
    JSON.stringify({
      metadata: { vulnerabilities: counts },
      vulnerabilities: { a: { severity: 'moderate', range: '<1' } },
    }),
    0,
    ['audit: 0 critical, 0 high, 1 moderate, 0 low'],
  ],
  [
    JSON.stringify({
      metadata: { vulnerabilities: { ...counts, high: 1 } },
      vulnerabilities: { a: { severity: 'high', range: '<2' } },
    }),
    1,
    ['audit: 0 critical, 1 high, 1 moderate, 0 low', '  a <2: high'],
  ],
])('%#', (printed, status, lines) => {
  expect(judge(printed)).toEqual({ status, lines });
});
