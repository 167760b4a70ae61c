// Runs a TypeScript entry in Node: node scripts/run-ts.mjs ENTRY [ARG ...]
// The entry is bundled to node_modules/.cache first, so that it starts fast and
// needs nothing but the packages that are installed anyway.
import { pathToFileURL } from 'node:url';
import { basename, dirname, join, resolve } from 'node:path';
import './ensure-installed.mjs';

const [entry, ...args] = process.argv.slice(2);
const { rolldown } = await import('rolldown');
const name = `${basename(dirname(resolve(entry)))}-${basename(entry, '.ts')}-${process.pid}`;
const directory = resolve('node_modules/.cache/run-ts');
const file = join(directory, `${name}.mjs`);
const bundle = await rolldown({
  input: entry,
  platform: 'node',
  external: [/^node:/, /^[^./]/],
  logLevel: 'silent',
});
await bundle.write({ file, format: 'esm', sourcemap: 'inline', codeSplitting: false });
process.argv = [process.argv[0], entry, ...args];
const { rmSync } = await import('node:fs');
process.on('exit', () => rmSync(file, { force: true }));
process.setSourceMapsEnabled(true);
await import(pathToFileURL(file).href);
