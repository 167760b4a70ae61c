// What the page "How right is it?" shows: runs the conformance of every kind and
// writes down what it printed, for the page (src/ui/right/evidence.json) and for
// readers of the repository (docs/correctness.md).
//
//     node scripts/make-correctness.mjs                    writes both
//     node scripts/make-correctness.mjs --check            fails when either is older than what the engine does
//     … --results test-results/conformance.json            takes the counts of a run that has just been made
//
// A run over a part of a recording confirms the counts of the whole that are written
// down, as long as the recording is the same and none of that part differs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { format, resolveConfig } from 'prettier';
import { countsOf, filesOf, RECORDINGS, replayCommand } from './recordings.mjs';

const evidenceFile = 'src/ui/right/evidence.json';
const pageFile = 'docs/correctness.md';
const matches = {
  compared: 'errors word for word, parse and annotate letter for letter, and the flows as sets',
  parts: (cases) => [
    ['refused with an error', cases.filter((one) => one.error !== undefined).length],
    ['compiled to flows', cases.filter((one) => one.flows !== undefined).length],
  ],
};
// By the name of its file.
const recordings = {
  match: { ...matches, title: 'Matches', from: 'the expression compiler of OVN 26.03' },
  'match-northd': {
    ...matches,
    title: 'Matches of northd',
    from: 'the same compiler, for matches that ovn-northd 26.03 wrote',
  },
  actions: {
    title: 'Actions',
    from: 'the action parser of OVN 2015-08',
    compared: 'errors word for word, OpenFlow actions, and what the match must have',
    parts: (cases) => [
      ['refused with an error', cases.filter((one) => one.error !== undefined).length],
      ['encoded', cases.filter((one) => one.openflow !== undefined).length],
    ],
  },
  'actions-today': {
    title: 'Actions of today',
    from: 'the action parser of OVN 26.03.2',
    compared:
      'errors, the actions printed again, OpenFlow with every byte of userdata, groups and prerequisites, letter for letter',
    parts: (cases) => [
      ['refused with an error', cases.filter((one) => one.error !== undefined).length],
      ['encoded', cases.filter((one) => one.openflow !== undefined).length],
    ],
  },
  deployments: {
    title: 'Deployments',
    from: 'the daemons of 2015-04 and of 2015-08, and their Open vSwitch',
    compared: 'every row and flow as sets, every rule that a traced packet hit, in both releases',
    parts: (cases) => [
      ...deploymentParts(cases, '2015-04', ['Pipeline', 'Bindings', 'Chassis']),
      ...deploymentParts(cases, '2015-08', ['Pipeline', 'Port_Binding', 'OpenFlow', 'trace']),
    ],
  },
  commands: {
    title: 'Commands',
    from: 'the command-line tools of 2015-04 and of 2015-08',
    compared: 'status, standard output and standard error of every command',
    parts: (cases) =>
      ['2015-04', '2015-08'].map((release) => [
        `commands of ${release}`,
        cases.filter((one) => one.release === release).reduce((sum, one) => sum + one.steps.length, 0),
      ]),
  },
  'commands-today': {
    title: 'Commands of today',
    from: 'ovn-nbctl and ovn-sbctl of OVN 26.03.2, with ovn-northd behind them',
    compared: 'status, standard output and standard error of every command',
    parts: (cases) => cases.map(({ session, steps }) => [session, steps.length]),
  },
  packets: {
    title: 'Packets',
    from: 'the packet composer and flow extractor of Open vSwitch 3.1',
    compared: 'the flow read from the bytes, and the bytes written back',
    parts: () => [],
  },
  'ovn-trace': {
    title: 'Logical traces of today',
    from: 'ovn-trace of OVN 26.03.2, on the southbound databases of 164 networks',
    compared: 'the detailed, the summary and the minimal text, letter for letter',
    count: (cases) => cases.reduce((sum, one) => sum + one.trace.length, 0),
    parts: (cases) =>
      Array.from(new Set(cases.map(({ family }) => family)))
        .sort()
        .map((family) => [
          family,
          cases.filter((one) => one.family === family).reduce((sum, one) => sum + one.trace.length, 0),
        ]),
  },
  northd: {
    title: 'Logical flows of today',
    from: 'ovn-nbctl and ovn-northd of OVN 26.03.2, with the commands that made 164 networks',
    compared:
      'the status of every command, every northbound row, every logical flow letter for letter with its datapaths, and every row of the other southbound tables that ovn-northd writes, as sets',
    parts: (cases) => [
      ['logical flows', cases.reduce((sum, one) => sum + (one.southbound.Logical_Flow ?? []).length, 0)],
      [
        'other southbound rows',
        cases.reduce(
          (sum, { southbound: { Logical_Flow, ...others } }) =>
            sum + Object.values(others).reduce((n, rows) => n + rows.length, 0),
          0,
        ),
      ],
    ],
  },
  openflow: {
    title: 'OpenFlow of today',
    from: 'the ovn-controllers of OVN 26.03.2, on the southbound databases of 164 networks',
    compared:
      'every flow with the row behind it, groups and meters of every hypervisor, and who has a connection tracking zone, as sets',
    parts: (cases) => [
      ['hypervisors', cases.reduce((sum, one) => sum + one.chassis.length, 0)],
      [
        'flows',
        cases.reduce((sum, one) => sum + one.chassis.reduce((n, { name }) => n + one.openflow[name].length, 0), 0),
      ],
    ],
  },
  'ofproto-trace': {
    title: 'Switches of today',
    from: 'ofproto/trace of Open vSwitch 3.7, on the flows that ovn-controller of OVN 26.03.2 gave the switches of 164 networks',
    compared:
      'every table, action, remark, recirculation and datapath action, letter for letter; free are the megaflow, numbers of recirculations, and what the network outside had told the switch',
    count: (cases) => cases.reduce((sum, one) => sum + one['ofproto-trace'].length, 0),
    parts: (cases) =>
      Array.from(new Set(cases.map(({ family }) => family)))
        .sort()
        .map((family) => [
          family,
          cases.filter((one) => one.family === family).reduce((sum, one) => sum + one['ofproto-trace'].length, 0),
        ]),
  },
  neutron: {
    title: 'Neutron of today',
    from: 'neutron-server 21 (Zed) with its ML2/OVN driver, on OVN 23.03',
    compared:
      "after every call, claim and repair the whole northbound database as sets, the status and the error word for word, what Nova was told, the status of the port, and the lines of the comparison; free are revision numbers, MACs that were drawn, and two options of routers' switch ports that come and go",
    parts: (cases) => [
      ['calls of the API', cases.reduce((sum, { steps }) => sum + steps.filter(({ op }) => op === 'api').length, 0)],
      ['other steps', cases.reduce((sum, { steps }) => sum + steps.filter(({ op }) => op !== 'api').length, 0)],
    ],
  },
  wire: {
    title: 'Packets of today',
    from: 'OVN 26.03.2 with Open vSwitch 3.7 on one to three hypervisors: packets sent through 164 networks made by commands',
    compared:
      'from the commands through every layer, the bytes that left every VIF and reached every host because of each packet, as sets, and what the controllers had learnt by then; open where nobody recorded them: which member a group chose, a source port out of a range, when BFD came up',
    count: (cases) => cases.reduce((sum, one) => sum + one.wire.length + 1, 0),
    parts: (cases) =>
      Array.from(new Set(cases.map(({ family }) => family)))
        .sort()
        .map((family) => [
          family,
          cases.filter((one) => one.family === family).reduce((sum, one) => sum + one.wire.length + 1, 0),
        ]),
  },
  databases: {
    title: 'Databases of today',
    from: 'ovsdb-server, ovsdb-client, ovn-nbctl, ovn-sbctl, ovn-trace and ofproto/trace of OVN 23.03, 24.03 and 26.03',
    compared:
      'rows read from four forms of one database, what lflow-list and show print of them, and every packet traced in them and in the switches beside them, letter for letter',
    parts: () => [],
  },
};

const args = process.argv.slice(2);
const resultsFile = args.includes('--results') ? args[args.indexOf('--results') + 1] : undefined;
const results = resultsFile === undefined ? {} : JSON.parse(readFileSync(resultsFile, 'utf8'));
const written = existsSync(evidenceFile) ? JSON.parse(readFileSync(evidenceFile, 'utf8')).kinds : [];
const known = JSON.parse(readFileSync('src/ui/right/known-differences.json', 'utf8'));
const evidence = { kinds: Object.keys(recordings).map(evidenceOf) };
const files = [
  [evidenceFile, await pretty(evidenceFile, JSON.stringify(evidence))],
  [pageFile, await pretty(pageFile, markdown())],
];

if (args.includes('--check')) {
  const stale = files.filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
  for (const [file] of stale) {
    process.stderr.write(`${file} is older than what the engine does: node scripts/make-correctness.mjs\n`);
  }
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [file, text] of files) writeFileSync(file, text);
  for (const { id, passed, failed } of evidence.kinds)
    process.stdout.write(`${id}: ${passed} passed, ${failed} failed\n`);
}

function evidenceOf(id) {
  const { kind } = RECORDINGS[id];
  const { title, from, compared, parts, count = (cases) => cases.length } = recordings[id];
  const files = filesOf(id);
  const contents = files.flatMap(filesIn).map((path) => readFileSync(path));
  const cases = kind === 'databases' ? [] : contents.flatMap(casesOf);
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  const sha256 = hash.digest('hex');
  const { passed, failed } = confirmed(id, sha256) ?? replay(id);
  return {
    id,
    kind,
    title,
    from,
    compared,
    file: files[0],
    sha256,
    cases: kind === 'databases' ? passed + failed : count(cases),
    passed,
    failed,
    parts: parts(cases).map(([what, count]) => ({ what, count })),
  };
}

/** The files of a folder and its folders, by name; a file is itself. */
function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(`${path}/${name}`));
}

/** One case a line, plain or gzipped. */
function casesOf(content) {
  const text = (content[0] === 0x1f ? gunzipSync(content) : content).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}

/** The counts of a run that was made; undefined when there was none, or it does not tell those of the whole. */
function confirmed(id, sha256) {
  const run = results[id];
  if (run === undefined || run.every === 1) return run;
  const before = written.find((kind) => kind.id === id);
  const isTold = before?.sha256 === sha256 && before.failed === 0 && run.failed === 0;
  return isTold ? before : undefined;
}

function replay(id) {
  const [command, ...args] = replayCommand(id);
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const counts = countsOf(stdout);
  if (counts === undefined) throw new Error(`conformance of ${id} counted nothing: ${stderr}`);
  return counts;
}

function deploymentParts(cases, release, tables) {
  const words = { OpenFlow: 'OpenFlow flows', trace: 'traced packets' };
  return tables.map((table) => [
    `${release}: ${words[table] ?? `rows of ${table}`}`,
    cases.reduce((sum, one) => sum + sizeOf(one[release].expect[table]), 0),
  ]);
}

function sizeOf(part) {
  if (Array.isArray(part)) return part.length;
  return Object.values(part ?? {}).reduce((sum, list) => sum + list.length, 0);
}

function markdown() {
  const rows = evidence.kinds.map(
    ({ title, file, from, cases, passed, failed, compared }) =>
      `| [${title}](../${file}) | ${from} | ${cases} | ${passed} | ${failed} | ${compared} |`,
  );
  const parts = evidence.kinds
    .filter((kind) => kind.parts.length > 0)
    .map((kind) => `- ${kind.title}: ${kind.parts.map(({ what, count }) => `${what} ${count}`).join(', ')}.`);
  const sampled = evidence.kinds
    .filter(({ id }) => RECORDINGS[id].every > 1)
    .map(({ id, title }) => `${title.toLowerCase()} every ${RECORDINGS[id].every}th`);
  const differences = known.map(
    ({ title, release, text, why }) =>
      `### ${title}\n\n${release === 'both' ? 'Both releases' : release}. ${text}\n\nWhy: ${why}\n`,
  );
  return `# How right is it?

Written by \`node scripts/make-correctness.mjs\`, which replays every case, as \`npm run conformance\` does; \`npm test\` fails when it is older than what the engine does.
The conformance stages of \`npm test\` replay a part where there are hundreds of cases: of ${new Intl.ListFormat('en').format(sampled)}.
The page itself shows the same under "How right is it?".

## Compared with the real programs

| Recordings | From | Cases | Pass | Fail | Compared |
| --- | --- | ---: | ---: | ---: | --- |
${rows.join('\n')}

What the cases hold:

${parts.join('\n')}

What a comparison may overlook is in [recordings/README.md](../recordings/README.md).

## Knowingly different

${differences.join('\n')}`;
}

async function pretty(file, text) {
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}
