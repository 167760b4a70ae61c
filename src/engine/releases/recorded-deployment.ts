/**
 * Deployments as the recordings of the real daemons describe them, and the
 * northbound database that such a deployment asks for.
 */
import { err, isRecord, ok, type Result, type Uuid } from '../base';
import { Overlay, type DatabaseView } from '../ovsdb';
import type { RowEdit } from '../ovsdb';
import type { Release } from './release';

export interface RecordedDeployment {
  readonly chassis: readonly { readonly name: string; readonly encap: string; readonly ip: string }[];
  readonly switches: readonly string[];
  readonly ports: readonly RecordedPort[];
  readonly acls: readonly RecordedAcl[];
  readonly vifs: readonly { readonly chassis: string; readonly iface: string; readonly ifaceId: string }[];
}

export interface RecordedPort {
  readonly switch: string;
  readonly name: string;
  readonly macs: readonly string[];
  readonly portSecurity: readonly string[];
  readonly enabled: boolean | undefined;
  readonly container: { readonly parent: string; readonly tag: number } | undefined;
}

export interface RecordedAcl {
  readonly switch: string;
  readonly priority: number;
  readonly match: string;
  readonly action: string;
  readonly log: boolean;
}

/** Reads the `deployment` of a recorded case. */
export function readRecordedDeployment(json: unknown): Result<RecordedDeployment> {
  try {
    const top = record(json);
    return ok({
      chassis: list(top.chassis).map((item) => ({
        name: text(item.name),
        encap: text(item.encap),
        ip: text(item.ip),
      })),
      switches: texts(top.switches),
      ports: list(top.ports).map(readPort),
      acls: list(top.acls).map((item) => ({
        switch: text(item.switch),
        priority: number(item.priority),
        match: text(item.match),
        action: text(item.action),
        log: item.log === true,
      })),
      vifs: list(top.vifs).map((item) => ({
        chassis: text(item.chassis),
        iface: text(item.iface),
        ifaceId: text(item['iface-id']),
      })),
    });
  } catch (problem) {
    if (problem instanceof NotADeployment) return err({ code: 'syntax-error', message: problem.message });
    throw problem;
  }
}

/**
 * The edits that fill an empty northbound database, in the order in which the
 * recording made the rows.
 *
 * Ports get no port security where ovn-nbctl had no command for it: not one of the
 * recorded pipelines of such a release shows a trace of what the deployments list.
 */
export function northboundOfDeployment(
  release: Release,
  nb: DatabaseView,
  deployment: RecordedDeployment,
  newUuid: () => Uuid,
): readonly RowEdit[] {
  const { northbound } = release;
  const secures = hasCommand(release, 'lport-set-port-security');
  const draft = new Overlay(nb, newUuid);
  const switches = new Map<string, Uuid>();
  const switchOf = (name: string): Uuid => {
    const uuid = switches.get(name);
    if (uuid === undefined) throw new Error(`The recorded deployment has no switch ${name}`);
    return uuid;
  };
  for (const name of deployment.switches) {
    const uuid = newUuid();
    switches.set(name, uuid);
    draft.add(northbound.addSwitch(uuid, name));
  }
  for (const port of deployment.ports) {
    const { name, macs, container, enabled } = port;
    const settings = {
      ...(container === undefined ? {} : { container }),
      ...(enabled === undefined ? {} : { enabled }),
      portSecurity: secures ? port.portSecurity : [],
    };
    draft.add(northbound.addPorts(draft.view, switchOf(port.switch), [{ uuid: newUuid(), name, macs, ...settings }]));
  }
  for (const { switch: name, ...acl } of deployment.acls) {
    draft.add(northbound.addAcls(draft.view, switchOf(name), [{ uuid: newUuid(), ...acl }]));
  }
  return draft.edits();
}

function hasCommand({ tools }: Release, command: string): boolean {
  return tools.programs.some(({ description }) => description.commands.some(({ name }) => name === command));
}

class NotADeployment extends Error {}

type Json = Readonly<Record<string, unknown>>;

function readPort(item: Json): RecordedPort {
  const container = item.parent === undefined ? undefined : { parent: text(item.parent), tag: number(item.tag) };
  return {
    switch: text(item.switch),
    name: text(item.name),
    macs: texts(item.macs),
    portSecurity: texts(item.port_security),
    enabled: typeof item.enabled === 'boolean' ? item.enabled : undefined,
    container,
  };
}

function record(value: unknown): Json {
  if (!isRecord(value)) throw new NotADeployment(`Not an object: ${JSON.stringify(value)}`);
  return value;
}

function list(value: unknown): readonly Json[] {
  return array(value).map(record);
}

function texts(value: unknown): readonly string[] {
  return array(value).map(text);
}

function array(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new NotADeployment(`Not a list: ${JSON.stringify(value)}`);
  return value;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new NotADeployment(`Not a text: ${JSON.stringify(value)}`);
  return value;
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new NotADeployment(`Not a number: ${JSON.stringify(value)}`);
  return value;
}
