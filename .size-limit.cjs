// The first load: what index.html asks for before anything lazy, script and style.
const { readFileSync } = require('node:fs');

const html = readFileSync('dist/index.html', 'utf8');
const assets = (pattern) => Array.from(html.matchAll(pattern), (match) => `dist/${match[1].replace(/^\.\//, '')}`);

module.exports = [
  { name: 'first load, script', path: assets(/(?:src|href)="([^"]+\.js)"/g), limit: '250 kB', gzip: true },
  { name: 'first load, style', path: assets(/href="([^"]+\.css)"/g), limit: '20 kB', gzip: true },
];
