/**
 * `npm run bench`: how long things take on this machine, each the median of
 * several runs, beside what the real daemons took for 10,000 ports.
 */
import { benchControllers } from './controller';
import { benchDeployment } from './deployment';
import { sayLastLegs } from './last-leg';
import { benchMatch } from './match';
import { benchNorthd } from './northd';
import { benchSaving, SAVING_SIZES, type Pieces, type SavingBench } from './saving';
import { TRACE_TARGET } from './trace';
import { benchVswitch } from './vswitch';

benchNorthd();

const controllers = benchControllers();
table(`ovn-controller, ${controllers.hypervisors} hypervisors, ${controllers.ports} ports`, [
  ['all of them from empty', milliseconds(controllers.fromEmpty)],
  ['all of them after one port moved', milliseconds(controllers.onePortMoves)],
  ['Pipeline rows', count(controllers.rows)],
  ['flows on all switches', count(controllers.flows)],
]);

const vswitch = benchVswitch();
table(`one switch, ${vswitch.ports} ports`, [
  [`adding ${count(vswitch.flows)} flows`, milliseconds(vswitch.addAllFlows)],
  ['comparing all flows, one differs', milliseconds(vswitch.replaceOneOfAll)],
  ['one unicast packet, six tables', microseconds(vswitch.unicastPacket)],
  ['one broadcast to 100 ports', microseconds(vswitch.broadcastPacket)],
]);

benchMatch();

const deployment = benchDeployment();
const { figures, ofprotoTrace, ovnTrace, floodSteps } = deployment.traces;
table(
  `one packet traced there, medians; with every step in both languages, rows, flows, registers, changes, texts, agreement and verdict`,
  [
    [
      'again and again',
      `${microseconds(figures.again)}; aim ${TRACE_TARGET} us, ${against(figures.again, TRACE_TARGET)}`,
    ],
    ['  ofproto/trace, the OpenFlow half alone', `240 us, ${ofprotoTrace.toFixed(1)} times ours`],
    ['  the daemon of ovn-trace, the logical half alone', `910 us, ${ovnTrace.toFixed(1)} times ours`],
    ['2,000 different packets in turn, each traced before', microseconds(figures.inTurn)],
    ['between two ports not traced before', microseconds(figures.newPair)],
    ['the first of a switch, whose rows are compiled', microseconds(figures.firstOfSwitch)],
    ['the first of all', microseconds(figures.first)],
    [
      `a flood to 100 ports (${floodSteps} steps), once traced before`,
      `${microseconds(figures.flood)}, ${(figures.flood / floodSteps).toFixed(1)} us a step`,
    ],
    ['the same for the first time', microseconds(figures.firstFlood)],
  ],
);
table(`a whole deployment, ${deployment.ports} ports on ${deployment.hypervisors} hypervisors`, [
  ['built and settled, with every VIF plugged in', `${deployment.build.toFixed(1)} s`],
  ['one port more, everything settled', milliseconds(deployment.onePortMore)],
  ['the same packet without its trace', milliseconds(deployment.packet)],
  ['undo and redo', milliseconds(deployment.undoAndRedo)],
  ['flows on all switches', count(deployment.flows)],
  ['memory, with history', `${deployment.memory.toFixed(0)} MB`],
]);

sayLastLegs([10, 100, 300]);

const savings = SAVING_SIZES.map(benchSaving);
for (const { ports, hypervisors, megabytes, first, second, shown, settled, silence } of savings) {
  table(`saving ${count(ports)} ports on ${hypervisors} hypervisors, ${megabytes.toFixed(1)} MB of text, in pieces`, [
    ['the first time', pieces(first)],
    ['again after one port more; aim 1,000 ms, no piece over 50', pieces(second)],
    ['opening it, until it can be drawn', pieces(shown)],
    ['then until everything has settled', pieces(settled)],
    ['the longest silence between signs of life meanwhile', milliseconds(silence)],
  ]);
}
const [smaller, larger] = savings;
if (smaller !== undefined && larger !== undefined) {
  const growth = (of: (one: SavingBench) => number) =>
    (Math.log(of(larger) / of(smaller)) / Math.log(larger.ports / smaller.ports)).toFixed(2);
  table('growth from the smaller to the larger, ports to the power of', [
    ['saving again', growth(({ second }) => second.all)],
    ['opening, until it can be drawn', growth(({ shown }) => shown.all)],
    ['opening, until everything has settled', growth(({ settled }) => settled.all)],
  ]);
}

function pieces({ all, longest, what }: Pieces): string {
  return `${milliseconds(all)}, the longest piece ${milliseconds(longest)} (after: ${what})`;
}

function table(title: string, rows: readonly (readonly [string, string])[]): void {
  const width = Math.max(...rows.map(([label]) => label.length));
  console.log(title);
  for (const [label, value] of rows) console.log(`  ${label.padEnd(width)}  ${value}`);
}

function milliseconds(value: number): string {
  return value < 10 ? `${value.toFixed(2)} ms` : `${value.toFixed(0)} ms`;
}

/** How a figure stands to the one that it should stay below. */
function against(value: number, aim: number): string {
  return `${(value / aim).toFixed(2)} of it`;
}

function microseconds(value: number): string {
  return `${value.toFixed(0)} us`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
