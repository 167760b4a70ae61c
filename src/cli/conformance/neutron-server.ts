/**
 * A neutron-server 21 with databases of its own around it and no deployment: the
 * northbound one of 26.03, hypervisors as rows of the southbound one, and, where
 * ovn-northd would write, which ports are up.
 */
import { createRandom, nextUuid, ok, type Uuid } from '../../engine/base';
import {
  allZed,
  runZedServer,
  synchronizeZed,
  ZED_SCHEMA,
  zedRequest,
  zedStartEdits,
  type ApiReply,
  type ApiRequest,
  type SyncLine,
  type ZedEvent,
  type ZedServerHost,
  type ZedSettings,
} from '../../engine/neutron';
import { Database, type RowEdit } from '../../engine/ovsdb';
import { release26_03 } from '../../engine/releases';

export interface RecordedChassis {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
}

export class LoneServer {
  readonly random = createRandom(15);
  readonly neutron = new Database(ZED_SCHEMA, this.random);
  readonly northbound = new Database(release26_03.schemas.nb, this.random);
  readonly southbound = new Database(release26_03.schemas.sb, this.random);
  readonly #claimed = new Set<string>();
  readonly #posted: ZedEvent[] = [];

  constructor(settings: ZedSettings) {
    commit(
      this.neutron,
      zedStartEdits(this.neutron, settings, 0, () => this.newUuid()),
    );
  }

  get project(): string {
    return allZed(this.neutron, 'Server')[0]?.project_id ?? '';
  }

  newUuid(): Uuid {
    return nextUuid(this.random);
  }

  request(request: ApiRequest): ApiReply {
    const reply = zedRequest(this.#host(), request);
    this.settle();
    return reply;
  }

  sync(mode: 'log' | 'repair'): readonly SyncLine[] {
    const lines = synchronizeZed(this.#host(), mode);
    this.settle();
    return lines;
  }

  addChassis({ name, config }: RecordedChassis): void {
    const row = { name, hostname: name, other_config: Object.entries(config), encaps: [] };
    const encap = this.newUuid();
    commit(this.southbound, [
      {
        op: 'insert',
        table: 'Encap',
        uuid: encap,
        row: { type: 'geneve', ip: `192.0.2.${this.southbound.rows('Chassis').size + 1}`, chassis_name: name },
      },
      { op: 'insert', table: 'Chassis', uuid: this.newUuid(), row: { ...row, encaps: [encap] } },
    ]);
    this.settle();
  }

  removeChassis(name: string): void {
    const row = this.southbound.find('Chassis', 'name', name);
    if (row !== undefined) commit(this.southbound, [{ op: 'delete', table: 'Chassis', uuid: row._uuid }]);
    this.settle();
  }

  /** A hypervisor claims a port, or releases it. */
  setClaimed(port: string, claimed: boolean): void {
    if (claimed) this.#claimed.add(port);
    else this.#claimed.delete(port);
    this.settle();
  }

  changeNorthbound(edits: readonly RowEdit[]): void {
    commit(this.northbound, edits);
    this.settle();
  }

  /** What Nova has been told since it was last asked. */
  takeEvents(): readonly ZedEvent[] {
    return this.#posted.splice(0);
  }

  /** Lets ovn-northd and the server see what the other has written, until nothing comes of it. */
  settle(): void {
    for (let before = -1; before !== this.neutron.version + this.northbound.version;) {
      before = this.neutron.version + this.northbound.version;
      commit(this.northbound, this.#upEdits());
      runZedServer(this.#host());
    }
  }

  #upEdits(): readonly RowEdit[] {
    return Array.from(this.northbound.rows('Logical_Switch_Port').values()).flatMap((row): RowEdit[] => {
      const up = row.type === 'router' || (typeof row.name === 'string' && this.#claimed.has(row.name));
      const held: unknown = Array.isArray(row.up) ? row.up[0] : undefined;
      return held === up ? [] : [{ op: 'update', table: 'Logical_Switch_Port', uuid: row._uuid, row: { up: [up] } }];
    });
  }

  #host(): ZedServerHost {
    return {
      neutron: this.neutron,
      northbound: this.northbound,
      southbound: this.southbound,
      random: this.random,
      connected: true,
      now: 0,
      step: (_label, body) => body(),
      commit: (edits) => {
        commit(this.neutron, edits);
      },
      transact: (edits) => {
        const done = this.northbound.commit(edits);
        return done.ok ? ok(undefined) : { ok: false, error: done.error.message };
      },
      newUuid: () => this.newUuid(),
      log: ({ level, message }) => {
        if (level === 'ERR') throw new Error(message);
      },
      runLater: () => undefined,
      post: (events) => {
        this.#posted.push(...events);
        return true;
      },
    };
  }
}

function commit(database: Database, edits: readonly RowEdit[]): void {
  if (edits.length === 0) return;
  const done = database.commit(edits);
  if (!done.ok) throw new Error(done.error.message);
}
