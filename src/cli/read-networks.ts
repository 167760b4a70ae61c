/** The recorded networks of a folder: each a folder of files, or an archive of one. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unpack } from '../engine/archives';
import { finishWork } from '../engine/base';
import type { RecordedNetwork } from './conformance/recorded-network';

export function readNetworks(path: string): readonly RecordedNetwork[] {
  const network = readNetwork(path);
  if (network?.files.has('sb.db') === true || !statSync(path).isDirectory())
    return network === undefined ? [] : [network];
  return readdirSync(path)
    .sort()
    .flatMap((name) => readNetwork(join(path, name)) ?? [])
    .filter(({ files }) => files.has('sb.db'));
}

/** True for a folder or an archive that holds recorded networks, rather than a file of cases. */
export function holdsNetworks(path: string): boolean {
  return existsSync(path) && readNetworks(path).length > 0;
}

function readNetwork(path: string): RecordedNetwork | undefined {
  const files = new Map<string, Uint8Array>();
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path))
      if (statSync(join(path, name)).isFile()) files.set(name, new Uint8Array(readFileSync(join(path, name))));
  } else if (/\.(?:tar\.gz|tgz|tar|zip)$/.test(path)) {
    const bytes = new Uint8Array(readFileSync(path));
    for (const file of finishWork(unpack(path, bytes, () => true)).files) files.set(basename(file.path), file.bytes);
  } else return undefined;
  return { name: basename(path).replace(/\.(?:tar\.gz|tgz|tar|zip)$/, ''), files };
}
