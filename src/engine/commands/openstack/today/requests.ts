/** From a command of the `openstack` client to the call of the API that it makes. */
import { err, ok, type Result } from '../../../base';
import { COMMANDS, type ClientCommand } from './catalogue';
import type { Lookup } from './options';
import type { ApiRequest } from '../../../neutron';

export interface PlannedCall {
  readonly command: ClientCommand;
  readonly request: ApiRequest;
}

/** The error is what the client prints. `argv` is without the program's name. */
export function plannedCall(argv: readonly string[], lookup: Lookup): Result<PlannedCall, string> {
  const command = commandOf(argv);
  if (command === undefined)
    return err(`openstack: '${argv.join(' ')}' is not an openstack command. See 'openstack --help'.`);
  const given = parse(command, argv.slice(command.words.split(' ').length));
  if (!given.ok) return given;
  const { args, options } = given.value;
  const target = args[command.args.indexOf('target')];
  const collection = collectionOf(command, lookup, target, options.get('--type')?.[0]);
  const isInner = collection !== command.collection;
  const id = isInner || target === undefined ? undefined : lookup.id(command.collection, target);
  const current = command.method === 'PUT' && id !== undefined ? lookup.show(command.collection, id) : {};
  const body: Record<string, unknown> = { ...command.body };
  for (const [index, arg] of command.args.entries()) {
    if (arg === 'name' && command.method !== 'DELETE') body.name = args[index];
    else if (typeof arg === 'object') body[arg.attribute] = lookup.id(arg.collection, args[index] ?? '');
  }
  const context = { lookup, current, body, has: (name: string) => options.has(name) };
  for (const [name, values] of options) {
    const applied = command.options[name]?.apply(context, values) ?? ok(undefined);
    if (!applied.ok) return err(`openstack ${command.words}: error: argument ${name}: ${applied.error}`);
  }
  command.finish?.(context);
  const inner = isInner && command.method === 'DELETE' ? args[command.args.indexOf('name')] : undefined;
  const path = [
    '/v2.0',
    collection,
    ...(id === undefined ? [] : [id]),
    ...(inner === undefined ? [] : [lookup.id(collection, inner)]),
    ...(command.action === undefined ? [] : [command.action]),
  ].join('/');
  const resource = isInner && command.resource === '' ? ruleResource(collection) : command.resource;
  const hasBody = command.method === 'POST' || command.method === 'PUT';
  return ok({
    command,
    request: { method: command.method, path, ...(hasBody && { body: resource === '' ? body : { [resource]: body } }) },
  });
}

/** The longest name that the words begin with. */
function commandOf(argv: readonly string[]): ClientCommand | undefined {
  const line = argv.join(' ');
  const found = COMMANDS.filter(({ words }) => line === words || line.startsWith(`${words} `));
  return found.reduce<ClientCommand | undefined>(
    (best, each) => (best === undefined || each.words.length > best.words.length ? each : best),
    undefined,
  );
}

/** Rules stand inside their policy, port forwardings inside their floating IP. */
function collectionOf(
  command: ClientCommand,
  lookup: Lookup,
  target: string | undefined,
  type: string | undefined,
): string {
  if (command.collection === 'port_forwardings')
    return `floatingips/${lookup.id('floatingips', target ?? '')}/port_forwardings`;
  if (command.collection !== 'qos/rules') return command.collection;
  return `qos/policies/${lookup.id('qos/policies', target ?? '')}/${(type ?? 'bandwidth-limit').replace('-', '_')}_rules`;
}

function ruleResource(collection: string): string {
  return (collection.split('/').at(-1) ?? '').replace(/s$/, '');
}

interface Given {
  readonly args: readonly string[];
  readonly options: ReadonlyMap<string, readonly string[]>;
}

function parse(command: ClientCommand, argv: readonly string[]): Result<Given, string> {
  const args: string[] = [];
  const options = new Map<string, readonly string[]>();
  const wrong = (message: string) => err(`openstack ${command.words}: error: ${message}`);
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (!word.startsWith('--')) {
      args.push(word);
      continue;
    }
    const [name = '', inline] = word.split(/=(.*)/s);
    const option = Object.hasOwn(command.options, name) ? command.options[name] : undefined;
    if (option === undefined) return wrong(`unrecognized arguments: ${word}`);
    const value = option.value === undefined ? '' : (inline ?? argv[++index]);
    if (value === undefined) return wrong(`argument ${name}: expected one argument`);
    options.set(name, [...(options.get(name) ?? []), value]);
  }
  if (args.length < command.args.length) {
    const missing = command.args
      .slice(args.length)
      .map((arg) => (typeof arg === 'string' ? '<name>' : `<${arg.usage.toLowerCase()}>`));
    return wrong(`the following arguments are required: ${missing.join(', ')}`);
  }
  if (args.length > command.args.length)
    return wrong(`unrecognized arguments: ${args.slice(command.args.length).join(' ')}`);
  return ok({ args, options });
}
