/** `npm run bench:big [-- SWITCHES ...]`: sizes of 100 ports a switch, by default 1,000 and 10,000 ports; then the page with 10,000. */
import { benchBigPage } from './big-page';
import { sayLastLegs } from './last-leg';

const sizes = process.argv
  .slice(2)
  .map(Number)
  .filter((size) => size > 0);
sayLastLegs(sizes.length > 0 ? sizes : [10, 100]);

const page = await benchBigPage(100, 100, 20);
console.log(`the page with ${page.ports} ports on 20 hypervisors, opened from a file`);
console.log(
  `  the graph is there after ${page.graph.toFixed(1)} s, the longest task of the page ${page.longestOpening.toFixed(0)} ms`,
);
console.log(`  panning and selecting: the longest task ${page.longestUsing.toFixed(0)} ms`);
console.log(
  `  one port more: on the screen after ${page.onePortMore.toFixed(0)} ms at once, ${page.onePortLater.toFixed(0)} ms when all is settled, the longest task ${page.longestOnePortMore.toFixed(0)} ms`,
);
console.log(`  heap of the page ${page.heap.toFixed(0)} MB`);
