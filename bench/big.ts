/** `npm run bench:big [-- SWITCHES ...]`: sizes of 100 ports a switch, by default 1,000 and 10,000 ports; then the page with 10,000. */
import { benchBigPage } from './big-page';
import { benchLastLeg, exponent } from './last-leg';
import type { LastLeg } from './last-leg';

const sizes = process.argv
  .slice(2)
  .map(Number)
  .filter((size) => size > 0);
const results: LastLeg[] = [];
for (const switches of sizes.length > 0 ? sizes : [10, 100]) {
  const one = benchLastLeg(switches);
  results.push(one);
  console.log(`${one.ports} ports, ${one.rows} Pipeline rows`);
  for (const [what, value] of figures(one)) console.log(`  ${what.padEnd(44)} ${value.toFixed(2)}`);
}
const [small, large] = [results[0], results.at(-1)];
if (small !== undefined && large !== undefined && small !== large) {
  console.log(`growth from ${small.ports} to ${large.ports} ports (0 is none, 1 is in proportion)`);
  figures(small).forEach(([what], index) => {
    const of = (one: LastLeg) => figures(one)[index]?.[1] ?? 0;
    console.log(`  ${what.padEnd(44)} ${exponent(small, large, of).toFixed(2)}`);
  });
}

const page = await benchBigPage(100, 100, 20);
console.log(`the page with ${page.ports} ports on 20 hypervisors, opened from a file`);
console.log(
  `  the graph is there after ${page.graph.toFixed(1)} s, the longest task of the page ${page.longestOpening.toFixed(0)} ms`,
);
console.log(`  panning and selecting: the longest task ${page.longestUsing.toFixed(0)} ms`);
console.log(
  `  one port more: on the screen after ${page.onePortMore.toFixed(0)} ms, the longest task ${page.longestOnePortMore.toFixed(0)} ms`,
);
console.log(`  heap of the page ${page.heap.toFixed(0)} MB`);

function figures(one: LastLeg): readonly (readonly [string, number])[] {
  return [
    ['nothing to tell, ms', one.nothingToTell],
    ['one port more, drawn and settled, ms', one.onePortMore],
    ['telling the page of it, ms', one.telling],
    ['what it is told, characters', one.told],
    ['what lights up with a port, ms', one.related],
    ['the first rows of the Pipeline again, ms', one.firstRows],
  ];
}
