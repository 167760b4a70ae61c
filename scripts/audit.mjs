// npm run audit: known issues of the packages that the page is made of, where a registry
// answers. Fails on one of high severity; without an answer it says so and passes, and it
// is no part of npm test: what is known of a package changes without a change here.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** What `npm audit --json` printed, as lines for a person and an exit status. */
export function judge(printed) {
  const report = readJson(printed);
  const counts = report?.metadata?.vulnerabilities;
  if (counts === undefined) {
    const why = report?.error?.summary || report?.message || report?.error?.code || 'no answer';
    return { status: 0, lines: [`audit: left out, the registry does not answer it (${String(why).split('\n')[0]})`] };
  }
  const severe = Object.entries(report.vulnerabilities ?? {}).filter(([, { severity }]) =>
    ['high', 'critical'].includes(severity),
  );
  const names = ['critical', 'high', 'moderate', 'low'].map((name) => `${counts[name] ?? 0} ${name}`);
  return {
    status: severe.length === 0 ? 0 : 1,
    lines: [
      `audit: ${names.join(', ')}`,
      ...severe.map(([name, { severity, range }]) => `  ${name} ${range}: ${severity}`),
    ],
  };
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
    timeout: 60_000,
  });
  const { status, lines } = judge(stdout ?? '');
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = status;
}
