/** The engine without the page: replays commands, and compares itself with recordings. */
import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { RELEASE_IDS } from '../engine/releases';
import { conformance } from './conform';
import { listReleases } from './list-releases';
import { runScript } from './run-script';

class UnreadableFile extends Error {}

const program = new Command('ovn')
  .description('An OVN deployment of 2015 without the page: replay commands, compare with recordings.')
  .showHelpAfterError('(ovn --help lists what there is)');

program
  .command('run')
  .description("replay a file of commands on a fresh sandbox: one machine, hv1, with Open vSwitch and OVN's daemons")
  .argument(
    '<file>',
    'commands, one per line; # starts a comment, \\ at the end continues a line, - is the standard input',
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
  .command('conformance')
  .description('compare with recorded answers of the real programs; prints each difference')
  .argument('<kind>', 'match, actions, deployments, commands or packets')
  .argument('<file>', 'recorded cases, one JSON object per line')
  .action((kind: string, file: string) => {
    process.exitCode = conformance(kind, file, readText, {
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

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnreadableFile(`${file}: ${reason}`);
  }
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > 0xffffffff) throw new InvalidArgumentError('It must be an integer of 32 bits.');
  return seed;
}

try {
  program.parse();
} catch (cause) {
  if (!(cause instanceof UnreadableFile)) throw cause;
  process.stderr.write(`ovn: ${cause.message}\n`);
  process.exitCode = 2;
}
