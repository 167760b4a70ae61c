/** `ovn ci FILE…`: suites of checks, each over the deployment that it says, with a verdict, JUnit XML and an exit status. */
import { dirname, resolve } from 'node:path';
import { formatJunit, formatReport, parseSuite, placeIn, runSuite } from '../engine/checks';
import type { Start, Suite, SuiteReport } from '../engine/checks';
import { err, ok } from '../engine/base';
import type { Result } from '../engine/base';
import type { Deployment } from '../engine/releases';
import { readScenario } from './read-scenario';
import { runCommands, sandbox } from './run-script';

export interface CheckOptions {
  /** Where a suite does not say it. */
  readonly release: string;
  readonly seed: number;
  /** Another scenario, or file of commands, than the suite begins with. */
  readonly over?: string;
  /** Only the line of a failure, without the trace behind it. */
  readonly brief?: boolean;
  readonly junit?: string;
}

export interface CheckIo {
  readonly readText: (file: string) => string;
  readonly write: (file: string, text: string) => void;
  readonly out: (text: string) => void;
  readonly error: (line: string) => void;
}

/** 0 when every check passed, 1 when one failed, 2 when a suite could not be read, begun, or done as written. */
export async function runChecks(files: readonly string[], options: CheckOptions, io: CheckIo): Promise<0 | 1 | 2> {
  const statuses: (0 | 1 | 2)[] = [];
  const junit: string[] = [];
  for (const file of files) {
    const done = await runFile(file, options, io);
    if (!done.ok) {
      for (const line of done.error) io.error(line);
      statuses.push(2);
      continue;
    }
    const { deployment, report } = done.value;
    if (files.length > 1) io.out(`${statuses.length === 0 ? '' : '\n'}# ${file}\n`);
    io.out(formatReport(deployment.release, report, { traces: options.brief !== true }));
    statuses.push(report.broken > 0 ? 2 : report.failed > 0 ? 1 : 0);
    junit.push(formatJunit(deployment.release, report, nameOf(file)));
  }
  if (options.junit !== undefined) io.write(options.junit, junit.length === 1 ? (junit[0] ?? '') : joined(junit));
  return statuses.includes(2) ? 2 : statuses.includes(1) ? 1 : 0;
}

interface Done {
  readonly deployment: Deployment;
  readonly report: SuiteReport;
}

async function runFile(file: string, options: CheckOptions, io: CheckIo): Promise<Result<Done, readonly string[]>> {
  const text = io.readText(file);
  const suite = parseSuite(text);
  if (!suite.ok) {
    return err(
      suite.error.map(({ message, range }) => {
        const { line, column } = placeIn(text, range?.start ?? 0);
        return `${file}:${line}:${column}: ${message}`;
      }),
    );
  }
  const near = (other: string) => (file === '-' ? other : resolve(dirname(file), other));
  const begun = await beginning(suite.value, options, io, near);
  if (!begun.ok) return err([`${file}: ${begun.error}`]);
  return ok({ deployment: begun.value, report: runSuite(begun.value, suite.value, 'hv1') });
}

/** A fresh sandbox, or the saved scenario that the suite begins with; then the commands that it runs at first. */
async function beginning(
  suite: Suite,
  { release, seed, over }: CheckOptions,
  { readText }: CheckIo,
  near: (file: string) => string,
): Promise<Result<Deployment, string>> {
  const made = { release: suite.release ?? release, seed: suite.seed ?? seed };
  const [first] = suite.starts;
  const scenario = over ?? (first?.kind === 'scenario' ? near(first.file) : undefined);
  const scripts = over === undefined ? suite.starts.flatMap((start) => scriptOf(start, readText, near)) : [];
  if (scenario === undefined) {
    const deployment = sandbox(made.release, made.seed, scripts.map(({ text }) => text).join('\n'));
    return runAll(deployment, scripts);
  }
  const read = await readScenario(readText(scenario), made);
  if (!read.ok) return err(`${scenario}: ${read.error.message}`);
  const [failed] = read.value.failed;
  if (failed !== undefined) return err(`${scenario}: a command failed: ${failed}`);
  return runAll(read.value.deployment, scripts);
}

interface Script {
  readonly name: string;
  readonly text: string;
}

function scriptOf(start: Start, readText: CheckIo['readText'], near: (file: string) => string): readonly Script[] {
  if (start.kind === 'run-text') return [{ name: 'run', text: start.text }];
  return start.kind === 'run-file' ? [{ name: near(start.file), text: readText(near(start.file)) }] : [];
}

function runAll(deployment: Deployment, scripts: readonly Script[]): Result<Deployment, string> {
  let problem: string | undefined;
  for (const { name, text } of scripts) {
    runCommands(deployment, text, (command, { status, stderr }) => {
      if (status !== 0)
        problem ??= `${name}: a command failed: ${command}\n  ${stderr.trim() || `exit status ${status}`}`;
      return problem === undefined;
    });
  }
  return problem === undefined ? ok(deployment) : err(problem);
}

function nameOf(file: string): string {
  return file === '-' ? 'checks' : (file.split('/').at(-1) ?? file);
}

/** The suites of several documents in one. */
function joined(documents: readonly string[]): string {
  const suites = documents.map((text) => text.split('\n').slice(2, -2).join('\n'));
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...suites, '</testsuites>', ''].join('\n');
}

export const CHECKS_HELP = `
A suite is a text of lines (docs/checks.md):
  run ./build.sh
  vm1 reaches vm2 by ping
  vm1 not reaches vm2 by tcp/22
  after nova live-migration vm2 hv2
  eventually vm1 reaches vm2 by ping

Exit status: 0 every check passed, 1 a check failed, 2 a suite could not be read, begun, or done as it is written.
`;
