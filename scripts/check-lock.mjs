// Proves that package-lock.json installs everywhere: for every package with native
// optional dependencies it must hold linux, darwin and win32 builds for x64 and arm64,
// and it must record no download address.
import { readFileSync } from 'node:fs';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const problems = [];
const names = new Set(Object.keys(lock.packages).map((path) => path.split('node_modules/').pop()));
for (const [path, entry] of Object.entries(lock.packages)) {
  if (entry.resolved && /^https?:/.test(entry.resolved)) problems.push(`${path} records an address`);
  const optional = Object.keys(entry.optionalDependencies ?? {});
  const native = optional.filter((name) => /(linux|darwin|win32)-(x64|arm64)/.test(name));
  if (native.length === 0) continue;
  for (const os of ['linux', 'darwin', 'win32']) {
    for (const cpu of ['x64', 'arm64']) {
      const wanted = native.filter((name) => name.includes(`${os}-${cpu}`));
      if (wanted.length === 0) continue;
      if (!wanted.some((name) => names.has(name))) problems.push(`${path || 'the project'} lacks ${os}-${cpu}`);
    }
  }
}
for (const problem of problems) process.stderr.write(`package-lock.json: ${problem}\n`);
process.stdout.write(`lockfile: ${names.size} packages, ${problems.length} problems\n`);
process.exit(problems.length === 0 ? 0 : 1);
