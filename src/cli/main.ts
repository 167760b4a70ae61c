/** The engine without the page: replays commands, traces packets, and compares itself with recordings. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Command, InvalidArgumentError, Option } from 'commander';
import { utf8Decode } from '../engine/base';
import { RELEASE_IDS } from '../engine/releases';
import { PRESET_NAMES } from '../packets';
import { conformance } from './conform';
import type { Selection } from './conformance';
import { GRADE_HELP, gradeFiles, tryTask } from './grade';
import { listDatabases, type InputFile } from './list-databases';
import { listReleases } from './list-releases';
import { CHECKS_HELP, runChecks, type CheckOptions } from './run-checks';
import { runScript } from './run-script';
import { TRACE_FORMATS, TRACE_HELP, tracePacket } from './trace-packet';
import type { TraceOptions } from './trace-packet';
import { traceDatabase, type DatabaseTraceOptions } from './trace-database';

class FileProblem extends Error {}

type TraceCommand = TraceOptions & DatabaseTraceOptions & { readonly output?: string; readonly db?: string };

const program = new Command('ovn')
  .description('An OVN deployment of 2015 without the page: replay commands, trace packets, compare with recordings.')
  .showHelpAfterError('(ovn --help lists what there is)');

program
  .command('run')
  .description("replay a file of commands on a fresh sandbox: one machine, hv1, with Open vSwitch and OVN's daemons")
  .argument(
    '<file>',
    'commands and loops as in the terminal; # starts a comment, \\ at the end continues a line, - is the standard input',
  )
  .addOption(new Option('--release <release>', 'which OVN').choices(RELEASE_IDS).default(RELEASE_IDS[0]))
  .option('--seed <number>', 'what chance starts from', parseSeed, 1)
  .option('--echo', 'print every command before what it prints')
  .option('--stop-on-error', 'stop at the first command that fails')
  .action((file: string, options: { release: string; seed: number; echo?: boolean; stopOnError?: boolean }) => {
    const status = runScript(readText(file), {
      release: options.release,
      seed: options.seed,
      echo: options.echo === true,
      stopOnError: options.stopOnError === true,
      stdout: (text) => process.stdout.write(text),
      stderr: (text) => process.stderr.write(text),
    });
    process.exitCode = status;
  });

program
  .command('trace')
  .description('send one packet through a deployment and tell what becomes of it')
  .argument('[file]', 'commands as for run, a scenario saved by the page, or a link to one; - is the standard input')
  .optionsGroup('Instead of a file, with --microflow:')
  .option('--db <file>', 'a southbound database of a real deployment, traced as ovn-trace does')
  .option('--datapath <name>', 'where the packet begins, instead of the datapath of its inport')
  .option('--ct <state>', 'what connection tracking finds, once for each time it is asked (default: est)', gather)
  .option('--lb-dst <address>', 'which backend a load balancer takes')
  .option('--select-id <number>', 'which of several next hops is taken')
  .option('--detailed', 'every table (the default)')
  .option('--summary', 'only actions')
  .option('--minimal', 'only what can be seen outside')
  .option('--all', 'all three')
  .optionsGroup('The packet, one of:')
  .option('--packet <name>', 'one of the scenario, by its name')
  .option('--preset <name>', `a usual one: ${PRESET_NAMES.join(', ')}`)
  .option('--microflow <expression>', 'as ovn-trace takes it')
  .option('--flow <flow>', 'as ofproto/trace takes it')
  .option('--hex <bytes>', 'an Ethernet frame in hexadecimal')
  .option('--pcap <file>', 'of a capture, pcap or pcapng')
  .optionsGroup('Its ends:')
  .option('--from <port>', 'for a preset: the logical port that sends it, otherwise the first')
  .option('--to <port>', 'for a preset: the logical port or the Ethernet address that is to get it, otherwise the next')
  .option('--frame <number>', 'for a capture: which packet', parseCount, 1)
  .option('--at <machine/iface>', 'the interface that it enters by; with --flow the machine is enough')
  .option('--inport <port>', 'the logical port that it comes from, wherever that is plugged in')
  .optionsGroup('What is told:')
  .addOption(new Option('--format <format>', 'how').choices(TRACE_FORMATS).default('summary'))
  .option('--hop <hop>', 'for pcap: hops, underlay, MACHINE, MACHINE/IFACE or the number of a step (default: hops)')
  .option('--output <file>', 'where to, instead of the standard output')
  .optionsGroup('For a file of commands:')
  .addOption(new Option('--release <release>', 'which OVN').choices(RELEASE_IDS).default(RELEASE_IDS[0]))
  .option('--seed <number>', 'what chance starts from', parseSeed, 1)
  .addHelpText('after', TRACE_HELP)
  .action(async (file: string | undefined, { output, db, ...options }: TraceCommand) => {
    if (db !== undefined) {
      process.exitCode = traceDatabase(db, options, {
        readBinary,
        out: (text) => process.stdout.write(text),
        error: (line) => process.stderr.write(`${line}\n`),
      });
      return;
    }
    if (file === undefined) {
      process.stderr.write('ovn: give a file, or a southbound database with --db FILE\n');
      process.exitCode = 2;
      return;
    }
    if (options.format === 'pcap' && output === undefined && process.stdout.isTTY) {
      process.stderr.write('ovn: a capture is no text for a terminal; give --output FILE\n');
      process.exitCode = 2;
      return;
    }
    process.exitCode = await tracePacket(file, options, {
      readText,
      readBinary,
      out: (bytes) => (output === undefined ? process.stdout.write(bytes) : writeFile(output, bytes)),
      error: (line) => process.stderr.write(`ovn: ${line}\n`),
    });
  });

program
  .command('ci')
  .description('run suites of connectivity checks, each over the network that it builds or names')
  .argument('<file...>', 'suites; - is the standard input')
  .option('--over <file>', 'commands or a saved scenario to check, instead of what the suite begins with')
  .option('--junit <file>', 'write what came of it as JUnit XML too')
  .option('--brief', 'without the trace behind each failure')
  .addOption(
    new Option('--release <release>', 'which OVN, where a suite says nothing')
      .choices(RELEASE_IDS)
      .default(RELEASE_IDS[0]),
  )
  .option('--seed <number>', 'what chance starts from, where a suite says nothing', parseSeed, 1)
  .addHelpText('after', CHECKS_HELP)
  .action(async (files: string[], options: CheckOptions) => {
    process.exitCode = await runChecks(files, options, {
      readText,
      write: writeFile,
      out: (text) => process.stdout.write(text),
      error: (line) => process.stderr.write(`ovn: ${line}\n`),
    });
  });

program
  .command('grade')
  .description('grade what students handed in for a task, as CSV')
  .argument('<task>', 'the file of the task, or one with its link')
  .argument('[file...]', 'what students handed in; without any, the task itself is tried')
  .addHelpText('after', GRADE_HELP)
  .action(async (task: string, files: string[]) => {
    const io = {
      readText,
      out: (text: string) => process.stdout.write(text),
      error: (line: string) => process.stderr.write(`ovn: ${line}\n`),
    };
    process.exitCode = files.length === 0 ? await tryTask(task, io) : await gradeFiles(task, files, io);
  });

program
  .command('conformance')
  .description('compare with recorded answers of the real programs; prints each difference')
  .argument(
    '<kind>',
    'match, actions, deployments, commands, packets, ovn-trace, northd, openflow, ofproto-trace, lockstep, wire, neutron or databases',
  )
  .argument(
    '<file...>',
    'recorded cases, one JSON object per line, plain or .gz, or a folder of such files; of databases (and ofproto-trace) a folder of recorded networks, or one',
  )
  .option('--every <number>', 'only the first case and every so manieth after it', parseCount, 1)
  .option('--family <name>', 'of recorded networks: only those of this family')
  .option('--id <id>', 'of recorded networks: only this one')
  .option('--table <name>', 'of northd and openflow: only this table')
  .option('--stage <name>', 'of northd: only flows of this stage, or of those whose names begin so')
  .option('--shown <number>', 'of recorded networks: so many differences of each', parseCount)
  .action((kind: string, files: string[], { every, ...selection }: { every: number } & Selection) => {
    const streams = {
      out: (line: string) => process.stdout.write(`${line}\n`),
      error: (line: string) => process.stderr.write(`ovn: ${line}\n`),
    };
    process.exitCode = conformance(kind, files, readCases, streams, every, selection);
  });

program
  .command('databases')
  .description(
    'tell what is in the databases of a real deployment: files, folders of them, archives (must-gather, sos report)',
  )
  .argument(
    '<path...>',
    'what ovsdb-server, ovsdb-client, ovn-nbctl and ovn-sbctl wrote, or gzip, tar and zip of these',
  )
  .action((paths: string[]) => {
    process.exitCode = listDatabases(paths.flatMap(filesIn), {
      out: (line) => process.stdout.write(`${line}\n`),
      error: (line) => process.stderr.write(`ovn: ${line}\n`),
    });
  });

program
  .command('releases')
  .description('list the releases there are')
  .action(() => {
    process.stdout.write(listReleases());
  });

/** The files in a folder and its folders, by name; a file is itself. */
function filesIn(path: string): InputFile[] {
  return attempt(path, () => {
    if (!statSync(path).isDirectory()) return [{ path, read: () => readBinary(path) }];
    return readdirSync(path)
      .sort()
      .flatMap((name) => filesIn(join(path, name)));
  });
}

function readText(file: string): string {
  return attempt(file, () => readFileSync(file === '-' ? 0 : file, 'utf8'));
}

/** A file of cases, plain or gzipped, or the cases of all files of a folder. */
function readCases(path: string): string {
  if (path === '-') return readText(path);
  const texts = filesIn(path).map(({ path: file, read }) => {
    const bytes = read();
    return attempt(file, () => utf8Decode(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes));
  });
  return texts.join('\n');
}

function readBinary(file: string): Uint8Array {
  return attempt(file, () => new Uint8Array(readFileSync(file === '-' ? 0 : file)));
}

function writeFile(file: string, bytes: Uint8Array | string): void {
  attempt(file, () => writeFileSync(file, bytes));
}

function attempt<T>(file: string, body: () => T): T {
  try {
    return body();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FileProblem(`${file}: ${reason}`);
  }
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a number from 1.');
  return Number(text);
}

/** An option that may be given several times. */
function gather(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > 0xffffffff) throw new InvalidArgumentError('It must be an integer of 32 bits.');
  return seed;
}

try {
  await program.parseAsync();
} catch (cause) {
  if (!(cause instanceof FileProblem)) throw cause;
  process.stderr.write(`ovn: ${cause.message}\n`);
  process.exitCode = 2;
}
