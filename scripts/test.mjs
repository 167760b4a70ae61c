// npm test: everything that must hold, from types to a real browser. Every stage
// runs even when an earlier one failed; the last line counts all of them.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import './ensure-installed.mjs';
import { ensureChromium } from './find-chromium.mjs';
import { findFirefox } from './find-firefox.mjs';

const node = process.execPath;
const bin = (path) => [node, `node_modules/${path}`];
// By recording, the kind that replays it.
const recordings = {
  match: 'match',
  'match-northd': 'match',
  actions: 'actions',
  'actions-today': 'actions',
  deployments: 'deployments',
  commands: 'commands',
  packets: 'packets',
};
let passed = 0;
let failed = 0;
const replayed = {};

mkdirSync('test-results', { recursive: true });
for (const old of ['unit', 'e2e']) rmSync(`test-results/${old}.json`, { force: true });

stage('lockfile', [node, 'scripts/check-lock.mjs']);
// Alone: it plants files that no other stage may see.
stage('layers catch a planted violation', [node, 'scripts/check-layers.mjs']);

// Each of these keeps one processor busy; the long ones begin.
await sideBySide([
  ['lint', [...bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0']],
  ['types', [node, 'scripts/typecheck.mjs']],
  ['build', [node, 'scripts/build.mjs']],
  // The same inputs on every machine; npm run fuzz draws others each time.
  ['fuzz', [node, 'scripts/run-ts.mjs', 'fuzz/main.ts', '--inputs', '1500', '--seed', '20150421', '--no-keep']],
  ['format', [...bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  [
    'layers',
    [
      ...bin('dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      'src',
      'e2e',
      'bench',
      'fuzz',
    ],
  ],
  ...Object.entries(recordings).map(([recording, kind]) => [
    `conformance ${recording}`,
    [node, 'scripts/run-ts.mjs', 'src/cli/main.ts', 'conformance', kind, `recordings/${recording}.jsonl`],
    (status, stdout) => countReplayed(recording, status, stdout),
  ]),
]);
writeFileSync('test-results/conformance.json', JSON.stringify(replayed));
stage('the page of evidence says what was just counted', [
  node,
  'scripts/make-correctness.mjs',
  '--check',
  '--results',
  'test-results/conformance.json',
]);
stage('size', [...bin('size-limit/bin.js')]);

// These two share all processors among workers of their own.
counted(
  'unit tests',
  [
    ...bin('vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=test-results/unit.json',
  ],
  unitCounts,
);
ensureChromium();
if (findFirefox() === '') process.stdout.write('\nthe smoke test in Firefox is left out: it is not installed\n');
counted('browser tests', [...bin('@playwright/test/cli.js'), 'test'], browserCounts);

process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

function run(name, [command, ...args]) {
  process.stdout.write(`\n== ${name}\n`);
  const started = Date.now();
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  process.stdout.write(`   ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  return status;
}

function stage(name, command) {
  count(run(name, command) === 0 ? 1 : 0, 1);
}

function counted(name, command, read) {
  const status = run(name, command);
  const [good, bad] = read();
  count(good, good + bad);
  // A run that broke without a failing test is a failure all the same.
  if (status !== 0 && bad === 0) count(0, 1);
}

/** Two at a time. What a stage prints is shown in one piece once it has ended. */
async function sideBySide(stages) {
  const waiting = [...stages];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, command, read = (status) => count(status === 0 ? 1 : 0, 1)] = next;
      const started = Date.now();
      const { status, output, stdout } = await captured(command);
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      process.stdout.write(`\n== ${name}\n${output.slice(-20_000)}   ${seconds} s\n`);
      read(status, stdout);
    }
  };
  await Promise.all([lane(), lane()]);
}

function captured([command, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', ({ message }) => resolve({ status: 1, output: `${output}${message}\n`, stdout }));
    child.on('close', (status) => resolve({ status, output, stdout }));
  });
}

function countReplayed(recording, status, stdout) {
  const [, good = '0', bad = '1'] = /(\d+) passed, (\d+) failed\s*$/.exec(stdout) ?? [];
  replayed[recording] = { passed: Number(good), failed: Number(bad) };
  count(Number(good), Number(good) + Number(bad));
  if (status !== 0 && Number(bad) === 0) count(0, 1);
}

function unitCounts() {
  const report = readJson('test-results/unit.json');
  if (!report) return [0, 1];
  // Tests that ask a program of this machine (tshark, Open vSwitch) are left out where it is missing.
  if (report.numPendingTests > 0)
    process.stdout.write(`   ${report.numPendingTests} left out: their judge is not installed\n`);
  // A file that breaks while it is read has no failing test of its own.
  return [report.numPassedTests, Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0)];
}

function browserCounts() {
  const stats = readJson('test-results/e2e.json')?.stats;
  return stats ? [stats.expected, stats.unexpected + stats.flaky + stats.skipped] : [0, 1];
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

function count(good, total) {
  passed += good;
  failed += total - good;
}
