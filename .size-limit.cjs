// What is read before anything was clicked: the frame that every page has, and with it what the lab shows first.
const { readFileSync } = require('node:fs');

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const frame = chunks(['index']);
const lab = chunks(['index', 'lab-begins', 'graph']);

module.exports = [
  { name: 'frame, script', path: frame.map(({ file }) => `dist/${file}`), limit: '110 kB', gzip: true },
  { name: 'lab, script', path: lab.map(({ file }) => `dist/${file}`), limit: '230 kB', gzip: true },
  {
    name: 'lab, style',
    path: lab.flatMap(({ css = [] }) => css.map((file) => `dist/${file}`)),
    limit: '20 kB',
    gzip: true,
  },
];

/** The chunks of these names, with all that they import. */
function chunks(names) {
  const seen = new Set();
  const todo = names.map((name) => Object.keys(manifest).find((key) => manifest[key].name === name));
  for (let key = todo.pop(); key !== undefined; key = todo.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    todo.push(...(manifest[key].imports ?? []));
  }
  return Array.from(seen, (key) => manifest[key]);
}
