/** Documents of earlier versions, brought up to the current one step by step. */
import { err, ok, isRecord } from '../base';
import { badDocument } from './bad-document';
import type { Result } from '../base';

type JsonObject = Readonly<Record<string, unknown>>;

/** The migration at index i turns a document of version i + 1 into one of version i + 2. */
export type Migrations = readonly ((document: JsonObject) => JsonObject)[];

const MIGRATIONS: Migrations = [
  // Version 2 can say how a deployment stands; one of version 1 is what fresh daemons make of it, as it always was.
  (document) => ({ ...document, v: 2 }),
];

/** The document in the current version; what it holds otherwise is not checked here. */
export function migrate(json: unknown, migrations: Migrations = MIGRATIONS): Result<JsonObject> {
  if (!isRecord(json)) return err(badDocument('', 'expected an object'));
  const version = json.v;
  const current = migrations.length + 1;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return err(badDocument('v', 'expected the version of the document'));
  }
  if (version > current) {
    return err({
      code: 'newer-scenario',
      message: `This scenario was written by a newer program: it is of version ${version}, and this program knows ${current}.`,
      hint: 'Reload the page to get the newest program.',
    });
  }
  let document: JsonObject = json;
  for (const step of migrations.slice(version - 1)) document = step(document);
  return ok(document);
}
