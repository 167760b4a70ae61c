/** OpenStack in a deployment, for those who start it and call its APIs; each call is a user's action. */
import { err, ok, type Result } from '../base';
import { startDaemon } from './life';
import { callNeutron, configureServer, novaHost, serverHost, type Conversation } from './openstack';
import type { ApiReply, ApiRequest, NeutronSettings, ServerHost } from '../neutron';
import type { NovaHost } from '../nova';
import type { Programs } from './programs';
import type { World } from './world';

/** What a deployment lets it do. */
export interface CloudDoors {
  readonly world: World;
  readonly programs: Programs;
  readonly act: <T>(label: string, body: () => Result<T>) => Result<T>;
  /** A new series of occurrences within the user action under way, or one of its own. */
  readonly conversation: () => Conversation;
}

export class Cloud {
  readonly #doors: CloudDoors;

  constructor(doors: CloudDoors) {
    this.#doors = doors;
  }

  /** Starts neutron-server with other settings than before, or for the first time; Nova comes along. */
  start(settings: NeutronSettings): Result<void> {
    const { world, programs, act } = this.#doors;
    if (world.release.neutron === undefined) return err({ code: 'no-neutron', message: 'this release has no Neutron' });
    return act('starts neutron-server', () => {
      configureServer(world, settings);
      startDaemon(world, programs, 'neutron-server', null);
      if (!world.daemons.has('nova')) startDaemon(world, programs, 'nova', null);
      return ok(undefined);
    });
  }

  /** A call of Neutron's API; undefined where no neutron-server answers. */
  neutron(request: ApiRequest): ApiReply | undefined {
    return callNeutron(this.#doors.world, this.#doors.conversation(), request);
  }

  /** What a neutron-server that runs has to do with; undefined where none does. `body` is one conversation. */
  withNeutron<T>(body: (host: ServerHost) => T): T | undefined {
    const { world } = this.#doors;
    if (world.daemons.get('neutron-server')?.status !== 'running') return undefined;
    return body(serverHost(world, this.#doors.conversation(), world.now));
  }

  /** The same of Nova's API. */
  withNova<T>(body: (host: NovaHost) => T): T | undefined {
    const { world } = this.#doors;
    if (world.daemons.get('nova')?.status !== 'running') return undefined;
    return body(novaHost(world, this.#doors.conversation(), world.now));
  }

  /** Whether neutron-server reaches the northbound database. */
  get connected(): boolean {
    return this.#doors.world.daemons.get('neutron-server')?.blind !== true;
  }

  setConnected(connected: boolean): Result<void> {
    const { world, act } = this.#doors;
    const daemon = world.daemons.get('neutron-server');
    if (daemon === undefined) return err({ code: 'no-such-daemon', message: 'there is no daemon neutron-server' });
    if (this.connected === connected) return ok(undefined);
    const words = connected ? 'reconnects neutron-server to' : 'cuts neutron-server off from';
    return act(`${words} the northbound database`, () => {
      world.daemons.set('neutron-server', { ...daemon, blind: !connected });
      if (connected) world.wake('neutron-server');
      return ok(undefined);
    });
  }
}
