// The layers of docs/architecture.md as rules. Arrows point only downwards.
const above = {
  base: [],
  ovsdb: ['base'],
  openflow: ['base'],
  match: ['base', 'openflow'],
  actions: ['base', 'openflow', 'match'],
  recognise: ['base', 'match'],
  'database-file': ['base', 'match'],
  policy: ['base', 'openflow', 'match'],
  vswitch: ['base', 'openflow'],
  network: ['base', 'ovsdb'],
  northd: ['base', 'ovsdb'],
  controller: ['base', 'ovsdb', 'openflow', 'match', 'actions'],
  sim: ['base', 'ovsdb', 'openflow', 'match', 'actions', 'vswitch', 'network', 'northd', 'controller'],
  trace: ['base', 'ovsdb', 'openflow', 'match', 'actions', 'vswitch', 'network', 'northd', 'controller', 'sim'],
  commands: [
    'base',
    'ovsdb',
    'openflow',
    'match',
    'actions',
    'vswitch',
    'network',
    'northd',
    'controller',
    'sim',
    'trace',
  ],
  releases: [
    'base',
    'ovsdb',
    'openflow',
    'match',
    'actions',
    'network',
    'northd',
    'controller',
    'sim',
    'trace',
    'commands',
  ],
  scenario: [
    'base',
    'ovsdb',
    'openflow',
    'match',
    'actions',
    'vswitch',
    'network',
    'northd',
    'controller',
    'sim',
    'trace',
    'commands',
    'releases',
  ],
};

/** Tests, and what only they use, look wherever they like. */
const TESTS = '[.]test[.]ts$|/testing[.]ts$';

const layerRules = Object.entries(above).map(([layer, allowed]) => ({
  name: `engine-${layer}-looks-only-down`,
  severity: 'error',
  comment: `src/engine/${layer} may import only: itself, ${allowed.join(', ') || 'nothing of the engine'}.`,
  from: { path: `^src/engine/${layer}/`, pathNot: TESTS },
  to: { path: '^src/engine/', pathNot: `^src/engine/(${[layer, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphan-imports', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...layerRules,
    {
      name: 'a-folder-has-one-door',
      comment: 'Across folders of the engine only index.ts is imported.',
      severity: 'error',
      from: { path: '^src/engine/([^/]+)/', pathNot: TESTS },
      to: { path: '^src/engine/[^/]+/.+', pathNot: ['^src/engine/$1/', '^src/engine/[^/]+/index[.]ts$'] },
    },
    {
      name: 'engine-knows-no-page',
      severity: 'error',
      from: { path: '^src/(engine|packets)/', pathNot: '[.]test[.]ts$' },
      to: { path: '^src/(ui|cli)/|node_modules/(react|zustand|@xyflow|monaco-editor|comlink)' },
    },
    {
      name: 'packets-know-no-engine',
      severity: 'error',
      from: { path: '^src/packets/' },
      to: { path: '^src/engine/', pathNot: '^src/engine/base/index[.]ts$' },
    },
    {
      name: 'page-enters-by-the-bridge',
      severity: 'error',
      from: { path: '^src/ui/', pathNot: '^src/ui/bridge/|[.]test[.]tsx?$' },
      to: { path: '^src/engine/' },
    },
    {
      name: 'keeping-knows-texts-only',
      severity: 'error',
      from: { path: '^src/ui/keeping/', pathNot: '[.]test[.]ts$' },
      to: { path: '^src/', pathNot: '^src/ui/keeping/' },
    },
    {
      name: 'tools-are-not-part-of-the-program',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(bench|fuzz|e2e|scripts)/' },
    },
    { name: 'e2e-imports-nothing-of-src', severity: 'error', from: { path: '^e2e/' }, to: { path: '^src/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
