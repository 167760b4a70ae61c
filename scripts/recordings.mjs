// The recordings of the real programs, by the name of their file: the kind that
// replays them, and for those with hundreds of cases which of them npm test
// replays: every how manieth. npm run conformance replays all.
const TODAY = ['deployments-today', 'deployments-today-2'];
export const RECORDINGS = {
  match: { kind: 'match', every: 5 },
  'match-northd': { kind: 'match', every: 5 },
  actions: { kind: 'actions', every: 1 },
  'actions-today': { kind: 'actions', every: 5 },
  deployments: { kind: 'deployments', every: 1 },
  commands: { kind: 'commands', every: 1 },
  'commands-today': { kind: 'commands', every: 1 },
  packets: { kind: 'packets', every: 5 },
  'ovn-trace': { kind: 'ovn-trace', every: 10, files: TODAY.map((name) => `recordings/${name}.jsonl.gz`) },
  northd: { kind: 'northd', every: 5, files: TODAY.map((name) => `recordings/${name}.jsonl.gz`) },
  openflow: { kind: 'openflow', every: 5, files: TODAY.map((name) => `recordings/${name}.jsonl.gz`) },
  'ofproto-trace': { kind: 'ofproto-trace', every: 5, files: TODAY.map((name) => `recordings/${name}.jsonl.gz`) },
  neutron: { kind: 'neutron', every: 5, files: ['recordings/neutron-zed.jsonl.gz'] },
  wire: { kind: 'wire', every: 5, files: TODAY.map((name) => `recordings/${name}.jsonl.gz`) },
  databases: { kind: 'databases', every: 1, files: ['recordings/databases'] },
};

/** The files or folders that hold the cases of a recording. */
export function filesOf(name) {
  return RECORDINGS[name].files ?? [`recordings/${name}.jsonl`];
}

/** The command that replays a recording. */
export function replayCommand(name, every = 1) {
  const sample = every === 1 ? [] : ['--every', String(every)];
  return [
    process.execPath,
    'scripts/run-ts.mjs',
    'src/cli/main.ts',
    'conformance',
    RECORDINGS[name].kind,
    ...filesOf(name),
    ...sample,
  ];
}

/** What such a command counted; undefined when it broke before that. */
export function countsOf(stdout) {
  const found = /(\d+) passed, (\d+) failed\s*$/.exec(stdout);
  return found === null ? undefined : { passed: Number(found[1]), failed: Number(found[2]) };
}
