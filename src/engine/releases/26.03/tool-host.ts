/**
 * A world of two databases, in which the tools of 26.03 run without any daemon but
 * one that is handed in: what follows each commit is up to it.
 */
import { createRandom, err, nextUuid, type Result, type Uuid } from '../../base';
import type { CommandHost, ToolRelease } from '../../commands';
import { Database, type ChangeSet } from '../../ovsdb';
import { millis } from '../../sim';
import { SCHEMAS } from './schemas';
import { TOOLS } from './tools';

const NOW = millis(0);
const RELEASE: ToolRelease = { schemas: SCHEMAS, tools: TOOLS };

/** Watches the databases from the beginning; what it returns does what there is to do after a commit. */
export type Follower = (databases: Databases) => () => void;

export interface Databases {
  readonly northbound: Database;
  readonly southbound: Database;
}

export interface ToolHost extends CommandHost {
  readonly databases: Databases;
}

/** Both databases are empty at first; the seed makes their UUIDs. */
export function toolHost(seed = 1, follower: Follower = () => () => undefined): ToolHost {
  const databases = {
    northbound: new Database(SCHEMAS.nb, createRandom(seed)),
    southbound: new Database(SCHEMAS.sb, createRandom(seed + 1)),
  };
  const follow = follower(databases);
  const random = createRandom(seed + 2);
  let planned: Uuid[] = [];
  const database = (key: string) =>
    key === 'OVN_Northbound' ? databases.northbound : key === 'OVN_Southbound' ? databases.southbound : undefined;
  return {
    databases,
    release: RELEASE,
    now: NOW,
    machines: () => [],
    database,
    commit(key, edits) {
      const committed: Result<ChangeSet> = database(key)?.commit(edits) ?? err(nothing(key));
      if (committed.ok) planned = [];
      return committed;
    },
    transact: (key, operations) =>
      database(key)?.transact(operations) ?? { results: [], changes: [], error: nothing(key) },
    settle() {
      follow();
      return true;
    },
    newUuid(_key, index) {
      while (planned.length <= index) planned.push(nextUuid(random));
      return planned[index] ?? nextUuid(random);
    },
    daemon: () => undefined,
    setDaemon: () => undefined,
    log: [],
    openstack: {
      start: () => err(nothing('Neutron')),
      neutron: () => undefined,
      withNeutron: () => undefined,
      withNova: () => undefined,
      setConnected: () => err(nothing('neutron-server')),
      wait: () => false,
    },
    addMachine: (name) => err(nothing(name)),
    setCutOff: (machine) => err(nothing(machine)),
    removeMachine: (name) => err(nothing(name)),
    renameMachine: (from) => err(nothing(from)),
    bridge: () => undefined,
    bridges: () => [],
    changeFlows: (machine) => err(nothing(machine)),
    changeTables: (machine) => err(nothing(machine)),
    traceMicroflow: () => err(nothing('switch')),
    send: (port) => err(nothing(port)),
    switchOf: () => undefined,
  };
}

function nothing(what: string) {
  return { code: 'not-there', message: `There is no ${what} here.` };
}
