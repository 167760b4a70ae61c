/** Lines of the terminal: any, and those of each program; what a span of them leaves must be saved and open again. */
import { completions, runCommand } from '../../src/engine/commands';
import { type Door, must } from '../door';
import { commandLine } from '../grammars/commands';
import { drawn } from '../grammars/values';
import { mutateText } from '../mutate';
import { once, recorded } from '../recordings';
import { article, opensAsTheSame, RELEASES } from './deployments';

const LINES = once(() => recorded('commands', 'command'));

/** A deployment is kept for so many lines. */
const SPAN = 60;

function door(id: string, title: string, cost: number, program?: string): Door {
  const lines = () => (program === undefined ? LINES() : LINES().filter((line) => line.startsWith(`${program} `)));
  const own = once(lines);
  return {
    id,
    title,
    form: 'text',
    span: SPAN,
    cost,
    setups: RELEASES,
    draw: (chance, pool) =>
      drawn(
        chance,
        own(),
        pool,
        () => commandLine(chance, program),
        (text) => mutateText(text, LINES(), chance),
      ),
    open(setup) {
      const deployment = article(setup);
      let machine: string | undefined = 'hv1';
      return {
        feed(line) {
          const result = runCommand(deployment, machine, line);
          machine = result.machine ?? machine;
          if (machine !== undefined && !deployment.machines.has(machine))
            machine = deployment.machines.keys().next().value;
          const { range } = result;
          if (range)
            must(
              range.start >= 0 && range.start <= range.end && range.end <= line.length,
              'a problem outside of the line',
            );
          return `${result.status} ${shapeOf(result.stderr || result.stdout)}`;
        },
        end: () => opensAsTheSame(deployment),
      };
    },
  };
}

/** What was said, without what it was said of. */
function shapeOf(text: string): string {
  const [line = ''] = text.split('\n', 1);
  return line
    .replace(/["'`“‘(].*?["'`”’)]/g, '_')
    .replace(/\S*[\d/=]\S*/g, '_')
    .slice(0, 60);
}

export const shell = door('shell', 'any command line, pipes, filters', 12);
export const nbctl = door('ovn-nbctl', 'ovn-nbctl', 12, 'ovn-nbctl');
export const sbctl = door('ovn-sbctl', 'ovn-sbctl', 12, 'ovn-sbctl');
export const vsctl = door('ovs-vsctl', 'ovs-vsctl', 12, 'ovs-vsctl');
export const ovsdbClient = door('ovsdb-client', 'ovsdb-client, mostly transact JSON', 12, 'ovsdb-client');
export const ofctl = door('ovs-ofctl', 'ovs-ofctl', 12, 'ovs-ofctl');
export const appctl = door('ovs-appctl', 'ovs-appctl, ofproto/trace', 12, 'ovs-appctl');

export const completion: Door = {
  id: 'completion',
  title: 'Tab completion',
  form: 'text',
  span: 500,
  cost: 2,
  setups: RELEASES,
  draw: (chance, pool) =>
    drawn(
      chance,
      LINES(),
      pool,
      () => {
        const line = commandLine(chance);
        return line.slice(0, chance.below(line.length + 1));
      },
      (text) => mutateText(text, LINES(), chance),
    ),
  open(setup) {
    const deployment = article(setup);
    return {
      feed(line) {
        const at = line.length % 3 === 0 ? Math.floor(line.length / 2) : line.length;
        const { range, candidates } = completions(deployment, 'hv1', line, at);
        must(range.start >= 0 && range.start <= range.end && range.end <= line.length, 'a range outside of the line');
        return `${candidates[0]?.text.slice(0, 20) ?? ''} ${Math.min(candidates.length, 20)}`;
      },
    };
  },
};
