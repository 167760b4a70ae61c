/** What `ovn trace` is asked about: a file of commands, a saved scenario, or a link, as a deployment. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ok } from '../engine/base';
import type { Result } from '../engine/base';
import { decodeLink, openScenario, parseDocument } from '../engine/scenario';
import type { Compression, OpenedScenario, SavedPacket } from '../engine/scenario';
import type { Deployment } from '../engine/sim';
import { runCommands, sandbox } from './run-script';

export interface ReadScenario {
  readonly deployment: Deployment;
  readonly packets: readonly SavedPacket[];
  /** Commands that failed, with what they said. */
  readonly failed: readonly string[];
}

export interface ReadOptions {
  readonly release: string;
  readonly seed: number;
}

/** Whoever waits here can see that, and can stop it. */
const IN_A_TERMINAL = { evenIfCostly: true };

/** The address of a page with a scenario in it. */
const LINK = /^\s*\S+[#?&]s=([A-Za-z0-9._-]+)\S*\s*$/;

/** True for an argument that is a link itself and names no file. */
export function isLink(argument: string): boolean {
  return /^https?:/.test(argument) && LINK.test(argument);
}

export async function readScenario(text: string, options: ReadOptions): Promise<Result<ReadScenario>> {
  const payload = LINK.exec(text)?.[1];
  if (payload !== undefined) {
    const link = await decodeLink(payload, nodeCompression);
    if (!link.ok) return link;
    return opened(openScenario(link.value.scenario, IN_A_TERMINAL));
  }
  if (/^\s*\{/.test(text)) {
    const document = parseDocument(text);
    return document.ok ? opened(openScenario(document.value, IN_A_TERMINAL)) : document;
  }
  return ok(replayed(text, options));
}

function opened(result: Result<OpenedScenario>): Result<ReadScenario> {
  if (!result.ok) return result;
  const { deployment, packets } = result.value;
  return ok({ deployment, packets, failed: [] });
}

function replayed(text: string, { release, seed }: ReadOptions): ReadScenario {
  const deployment = sandbox(release, seed, text);
  const failed: string[] = [];
  runCommands(deployment, text, (command, { status, stderr }) => {
    if (status !== 0) failed.push(`${command}\n  ${stderr.trim() || `exit status ${status}`}`);
    return true;
  });
  return { deployment, packets: [], failed };
}

export const nodeCompression: Compression = {
  deflate: (bytes) => Promise.resolve(new Uint8Array(deflateRawSync(bytes))),
  inflate: (bytes, limit) => {
    try {
      return Promise.resolve(new Uint8Array(inflateRawSync(bytes, { maxOutputLength: limit })));
    } catch (cause) {
      const tooLong = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
      return Promise.reject(tooLong ? new RangeError(`more than ${limit} bytes`) : new Error('damaged'));
    }
  },
};
