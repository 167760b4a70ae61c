// The tests that took longest, from the reports of vitest and of Playwright: named,
// so that whoever makes the tests slower sees it, and never judged.
import { relative } from 'node:path';

const SHOWN = 10;

export const slowestOf = {
  unit: ({ testResults }) =>
    slowest(
      testResults.flatMap(({ name, assertionResults }) =>
        assertionResults.map(({ fullName, duration }) => ({
          seconds: (duration ?? 0) / 1000,
          name: `${relative('', name)}: ${fullName}`,
        })),
      ),
    ),
  browser: ({ suites }) => slowest(suites.flatMap((suite) => testsIn(suite))),
};

function testsIn({ suites = [], specs = [] }) {
  const own = specs.map(({ file, title, tests }) => {
    const milliseconds = tests.flatMap(({ results }) => results).reduce((sum, { duration }) => sum + duration, 0);
    return { seconds: milliseconds / 1000, name: `${file}: ${title}` };
  });
  return [...own, ...suites.flatMap((suite) => testsIn(suite))];
}

function slowest(tests) {
  return tests
    .filter(({ seconds }) => seconds >= 1)
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, SHOWN);
}
