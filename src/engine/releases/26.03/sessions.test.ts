/** Sessions of the tools on empty databases, one file a family of commands. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runOnHost } from '../../commands';
import { toolHost } from '.';

const FOLDER = new URL('sessions/', import.meta.url);
const UUID = /(?!11111111)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\|/gm;

test.each(readdirSync(FOLDER))('%s', (file) => {
  const written = readFileSync(new URL(file, FOLDER), 'utf8');
  const host = toolHost();
  const commands = written.split('\n').filter((line) => line.startsWith('$ '));
  const ours = commands.map((command) => {
    const { status, stdout, stderr } = runOnHost(host, undefined, command.slice(2));
    return `${command}\n${stdout}${stderr}${status === 0 ? '' : `=> ${status}\n`}`;
  });
  const text = ours.join('').replace(UUID, '<uuid>').replace(TIME, '<time>|').replace(/ +$/gm, '');
  expect(text).toBe(written.slice(written.indexOf('$ ')));
});
