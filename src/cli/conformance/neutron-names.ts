/**
 * The names that a recording of Neutron has for what is drawn: UUIDs are `<kind:name>`
 * by the object they belong to, MACs `<mac:name>`. Both directions, learnt step by step
 * from Neutron's own database.
 */
import { isRecord, nextUuid, type RandomSource, type Uuid } from '../../engine/base';
import { allZed, findZed } from '../../engine/neutron';
import type { DatabaseView } from '../../engine/ovsdb';

const UUID = /[0-9a-f]{8}([-_])[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}/g;
const MAC = /([0-9a-f]{2}:){5}[0-9a-f]{2}/g;

export class NeutronNames {
  readonly #uuids = new Map<string, string>();
  readonly #names = new Map<string, string>();
  readonly #macs = new Map<string, string>();
  readonly #random: RandomSource;
  /** MACs that a request or the recording itself gives; all others were drawn. */
  readonly #given: ReadonlySet<string>;
  readonly #project: string;
  /** Rules are numbered from 0 or 1, as the recording does. */
  #rules: number;
  #floatingIps = 1;
  #forwardings = 1;

  constructor(random: RandomSource, project: string, recorded: string) {
    this.#random = random;
    this.#project = project;
    this.#given = new Set(recorded.match(MAC));
    this.#rules = recorded.includes('<rule:r0>') ? 0 : 1;
  }

  /** A call that makes one has been made, whatever came of it: the recording counts calls. */
  called(path: string): void {
    if (path === '/v2.0/security-group-rules') this.#rules += 1;
    if (path === '/v2.0/floatingips') this.#floatingIps += 1;
    if (path.endsWith('/port_forwardings')) this.#forwardings += 1;
  }

  /** Values with the recording's names, with our UUIDs instead; one that nobody has yet is drawn. */
  real(value: unknown): unknown {
    if (typeof value === 'string') return this.#realText(value);
    if (Array.isArray(value)) return value.map((item) => this.real(item));
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.#realText(key), this.real(item)]));
  }

  /** The other way round. */
  recorded(value: unknown): unknown {
    if (typeof value === 'string') return this.#recordedText(value);
    if (Array.isArray(value)) return value.map((item) => this.recorded(item));
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [this.#recordedText(key), this.recorded(item)]),
    );
  }

  /** A UUID for a row that somebody else makes. */
  draw(): Uuid {
    return nextUuid(this.#random);
  }

  /** What `id` is called, without its kind. */
  nameOf(id: string): string {
    return /^<\w+:(.*)>$/.exec(this.#names.get(id) ?? '')?.[1] ?? id;
  }

  isGiven(mac: string): boolean {
    return this.#given.has(mac);
  }

  /** Names what has come to be since it last looked. */
  learn(neutron: DatabaseView, path: string): void {
    for (const { id, name } of allZed(neutron, 'Network')) this.#name(id, 'network', name);
    for (const { id, network_id } of allZed(neutron, 'Segment')) this.#name(id, 'segment', this.nameOf(network_id));
    for (const { id, name } of allZed(neutron, 'Subnet')) this.#name(id, 'subnet', name);
    for (const { id, name } of allZed(neutron, 'Router')) this.#name(id, 'router', name);
    for (const { id, name } of allZed(neutron, 'Trunk')) this.#name(id, 'trunk', name);
    for (const { id, name } of allZed(neutron, 'QoS_Policy')) this.#name(id, 'qos', name);
    for (const { id, name } of allZed(neutron, 'Address_Group')) this.#name(id, 'ag', name);
    for (const { id, name, project_id } of allZed(neutron, 'Security_Group')) {
      this.#name(id, 'sg', project_id === this.#project ? name : `${name}@${project_id}`);
    }
    this.#learnRules(neutron, path);
    this.#learnPorts(neutron);
    for (const { id, floating_port_id } of allZed(neutron, 'Floating_IP')) {
      this.#name(id, 'fip', `f${this.#floatingIps - 1}`);
      const mac = findZed(neutron, 'Port', floating_port_id)?.mac_address;
      if (mac !== undefined) this.#macs.set(mac, `<mac:${this.nameOf(id)}>`);
    }
    for (const { id } of allZed(neutron, 'Port_Forwarding')) this.#name(id, 'pf', `pf${this.#forwardings - 1}`);
  }

  #learnRules(neutron: DatabaseView, path: string): void {
    for (const rule of allZed(neutron, 'Security_Group_Rule')) {
      if (this.#names.has(rule.id)) continue;
      const remote = rule.remote_group_id === null ? '' : ':remote';
      const group = this.nameOf(rule.security_group_id);
      const name =
        path === '/v2.0/security-group-rules'
          ? `r${this.#rules - 1}`
          : `${group}:${rule.direction}:${rule.ethertype.toLowerCase()}${remote}`;
      this.#name(rule.id, 'rule', name);
    }
  }

  #learnPorts(neutron: DatabaseView): void {
    for (const port of allZed(neutron, 'Port')) {
      if (this.#names.has(port.id) || port.device_owner === 'network:floatingip') continue;
      const router = this.nameOf(port.device_id);
      const made =
        port.device_owner === 'network:router_gateway'
          ? `${router}-gw`
          : port.device_owner === 'network:distributed'
            ? `metadata-${this.nameOf(port.network_id)}`
            : `${router}-if-${this.nameOf(port.fixed_ips[0]?.subnet_id ?? '')}`;
      const name = port.name === '' ? made : port.name;
      this.#name(port.id, 'port', name);
      if (!this.#given.has(port.mac_address)) this.#macs.set(port.mac_address, `<mac:${name}>`);
    }
  }

  #name(id: string, kind: string, name: string): void {
    if (this.#names.has(id)) return;
    const text = `<${kind}:${name}>`;
    this.#names.set(id, text);
    this.#uuids.set(text, id);
  }

  #realText(text: string): string {
    return text
      .replace('<project>', this.#project)
      .replaceAll(/(pg_)?<(\w+:[^<>]*)>/g, (_match, group: string | undefined, name: string) => {
        const known = this.#uuids.get(`<${name}>`) ?? nextUuid(this.#random);
        this.#uuids.set(`<${name}>`, known);
        if (!this.#names.has(known)) this.#names.set(known, `<${name}>`);
        return group === undefined ? known : `pg_${known.replaceAll('-', '_')}`;
      });
  }

  #recordedText(text: string): string {
    return text
      .replaceAll(this.#project, '<project>')
      .replaceAll(UUID, (uuid) => this.#names.get(uuid.replaceAll('_', '-')) ?? uuid)
      .replaceAll(MAC, (mac) => this.#macs.get(mac) ?? mac);
  }
}
