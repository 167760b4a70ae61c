import { describe, expect, it } from 'vitest';
import { galleryScenario } from '../engine/scenario';
import { runChecks } from './run-checks';
import type { CheckOptions } from './run-checks';

const FILES: Readonly<Record<string, string>> = {
  '/labs/build.sh': `ovn-nbctl lswitch-add sw0
for n in 1 2; do
  ovn-nbctl lport-add sw0 p$n; ovn-nbctl lport-set-macs p$n 00:00:00:00:00:0$n
  ovs-vsctl add-port br-int vif$n -- set Interface vif$n external_ids:iface-id=p$n
done`,
  '/labs/good.checks': 'run build.sh\np1 reaches p2 by ping',
  '/labs/bad.checks': 'run build.sh\np1 not reaches p2 by ping for 1 mark',
  '/labs/broken.checks': 'run build.sh\nafter ovn-nbctl nonsense\np1 reaches p2 by ping',
  '/labs/unreadable.checks': '\np1 reachs p2 by ping\n',
  '/labs/unbegun.checks': 'run broken.sh\np1 reaches p2 by ping',
  '/labs/broken.sh': 'ovn-nbctl nonsense',
  '/labs/article.json': JSON.stringify(galleryScenario('article')),
  '/labs/saved.checks': 'scenario article.json\nsw0-port1 reaches sw0-port2 by ping',
};

async function ci(names: readonly string[], options: Partial<CheckOptions> = {}) {
  const out: string[] = [];
  const written: Record<string, string> = {};
  const status = await runChecks(
    names.map((name) => `/labs/${name}.checks`),
    { release: '2015-04', seed: 1, ...options },
    {
      readText: (file) => FILES[file] ?? `missing ${file}`,
      write: (file, text) => (written[file] = text),
      out: (text) => out.push(text),
      error: (line) => out.push(`${line}\n`),
    },
  );
  return { status, text: out.join(''), written };
}

describe('ovn ci', () => {
  it.each([
    [['good'], 0, '1 check: 1 passed, 0 failed'],
    [['bad', 'good'], 1, '0 of 1 marks'],
    [['good', 'broken'], 2, '1 command between the checks failed'],
    [['unreadable'], 2, '/labs/unreadable.checks:2:4: what of it? E.g. reaches, not reaches, is'],
    [['unbegun'], 2, "/labs/broken.sh: a command failed: ovn-nbctl nonsense\n  ovn-nbctl: unknown command 'nonsense'"],
    [['saved'], 0, 'ok     sw0-port1 reaches sw0-port2 by ping'],
  ])('%j ends with status %i', async (names, status, said) => {
    const done = await ci(names);
    expect(done.text).toContain(said);
    expect(done.status).toBe(status);
  });

  it('checks what somebody else has built', async () => {
    const done = await ci(['saved'], { over: '/labs/build.sh', brief: true });
    expect(done).toMatchObject({ status: 1, text: expect.stringContaining('Nobody is called sw0-port1.') as unknown });
    expect((await ci(['bad'], { over: '/labs/broken.sh' })).status).toBe(2);
  });

  it('writes one document of several suites', async () => {
    const { written } = await ci(['good', 'bad', 'unreadable'], { junit: 'out.xml' });
    const names = Array.from(written['out.xml']?.matchAll(/<testsuite name="([^"]*)"/g) ?? [], ([, name]) => name);
    expect(names).toEqual(['good.checks', 'bad.checks']);
    expect(written['out.xml']?.match(/<\/?testsuites/g)).toEqual(['<testsuites', '</testsuites']);
  });
});
