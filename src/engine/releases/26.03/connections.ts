/** The remotes of a database and its keys for TLS: the same commands in both tools. */
import { compareText, ok } from '../../base';
import { type CtlCommand, type CtlContext, type CtlOutput, type Outcome } from '../../commands';
import { getBoolean, getString, type RowValues } from '../../ovsdb';

const CONNECTION = 'Connection';
const SSL = 'SSL';

/** Where a tool's database has its remotes. */
export interface ConnectionPlace {
  readonly global: 'NB_Global' | 'SB_Global';
  /** The program's name in its log. */
  readonly module: string;
  /** Options of `set-connection`. */
  readonly options: readonly string[];
  /** Whether a target may say who may write: `read-only`, `role=ROLE`. */
  readonly roles: boolean;
}

export function connectionCommands(place: ConnectionPlace): readonly CtlCommand[] {
  return [
    {
      name: 'get-connection',
      min: 0,
      max: 0,
      usage: '',
      options: [],
      writes: false,
      doc: 'print the connections',
      run: (context) => getConnections(context, place),
    },
    {
      name: 'del-connection',
      min: 0,
      max: 0,
      usage: '',
      options: [],
      writes: true,
      doc: 'delete the connections',
      run: (context) => setConnections(context, place, []),
    },
    {
      name: 'set-connection',
      min: 1,
      max: Infinity,
      usage: place.roles ? '[--inactivity-probe=MSECS] [read-only|read-write] [role=ROLE] TARGET...' : 'TARGET...',
      options: place.options,
      writes: true,
      doc: 'set the connections',
      run: (context) => setConnections(context, place, context.args),
    },
    {
      name: 'get-ssl',
      min: 0,
      max: 0,
      usage: '',
      options: [],
      writes: false,
      doc: 'print the configuration of TLS',
      run: getSsl,
    },
    {
      name: 'del-ssl',
      min: 0,
      max: 0,
      usage: '',
      options: [],
      writes: true,
      doc: 'delete the configuration of TLS',
      run: (context) => deleteSsl(context, place),
    },
    {
      name: 'set-ssl',
      min: 3,
      max: 6,
      usage: 'PRIVATE-KEY CERTIFICATE CA-CERT [SSL-PROTOS [SSL-CIPHERS [SSL-CIPHERSUITES]]]',
      options: ['--bootstrap'],
      writes: true,
      doc: 'set the configuration of TLS',
      run: (context) => setSsl(context, place),
    },
  ];
}

function getConnections({ overlay }: CtlContext, { roles }: ConnectionPlace): Outcome<CtlOutput> {
  const lines = overlay.rows(CONNECTION).map((row) => {
    const target = getString(row, 'target');
    if (!roles) return target;
    return `${getBoolean(row, 'read_only') ? 'read-only' : 'read-write'} role="${getString(row, 'role')}" ${target}`;
  });
  return ok(
    [...new Set(lines)]
      .sort(compareText)
      .map((text) => `${text}\n`)
      .join(''),
  );
}

/** What a stream can be opened to, or listened at. */
const TARGET = /^p?(?:tcp|unix|ssl):/;

function setConnections(context: CtlContext, place: ConnectionPlace, words: readonly string[]): Outcome<CtlOutput> {
  const { overlay, options, log } = context;
  for (const row of overlay.rows(CONNECTION)) overlay.delete(CONNECTION, row._uuid);
  const probe = options.get('--inactivity-probe');
  const common: RowValues =
    probe === undefined ? {} : { inactivity_probe: [Number(/^\s*[+-]?\d+/.exec(probe)?.[0] ?? 0)] };
  const access = { read_only: false, role: '' };
  const made = words.flatMap((word) => {
    if (place.roles) {
      if (word === 'read-only' || word === 'read-write') access.read_only = word === 'read-only';
      else if (word.startsWith('role=')) access.role = word.slice('role='.length);
      if (/^(?:read-only|read-write|role=.*)$/s.test(word)) return [];
    }
    if (!TARGET.test(word)) log(place.module, 'WARN', `target type "${word}" is possibly erroneous`);
    return [overlay.insert(CONNECTION, { target: word, ...common, ...(place.roles ? access : {}) })];
  });
  for (const { _uuid } of overlay.rows(place.global))
    overlay.update(place.global, _uuid, { connections: made.sort(compareText) });
  return ok('');
}

function getSsl({ overlay }: CtlContext): Outcome<CtlOutput> {
  const [row] = overlay.rows(SSL);
  if (!row) return ok('');
  return ok(
    [
      `Private key: ${getString(row, 'private_key')}\n`,
      `Certificate: ${getString(row, 'certificate')}\n`,
      `CA Certificate: ${getString(row, 'ca_cert')}\n`,
      `Bootstrap: ${String(getBoolean(row, 'bootstrap_ca_cert'))}\n`,
    ].join(''),
  );
}

function deleteSsl({ overlay }: CtlContext, { global }: ConnectionPlace): Outcome<CtlOutput> {
  for (const { _uuid } of overlay.rows(SSL)) {
    overlay.delete(SSL, _uuid);
    for (const row of overlay.rows(global)) overlay.update(global, row._uuid, { ssl: [] });
  }
  return ok('');
}

function setSsl(context: CtlContext, place: ConnectionPlace): Outcome<CtlOutput> {
  const { overlay, args, options } = context;
  const [key = '', certificate = '', authority = '', protocols, ciphers, suites] = args;
  deleteSsl(context, place);
  const ssl = overlay.insert(SSL, {
    private_key: key,
    certificate,
    ca_cert: authority,
    bootstrap_ca_cert: options.has('--bootstrap'),
    ...(protocols === undefined ? {} : { ssl_protocols: protocols }),
    ...(ciphers === undefined ? {} : { ssl_ciphers: ciphers }),
    ...(suites === undefined ? {} : { ssl_ciphersuites: suites }),
  });
  for (const { _uuid } of overlay.rows(place.global)) overlay.update(place.global, _uuid, { ssl: [ssl] });
  return ok('');
}
