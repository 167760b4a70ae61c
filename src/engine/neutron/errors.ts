/** What neutron-server refuses, with its own names, words and statuses (Neutron 2015.1). */
import { err, type Problem } from '../base';

/** `code` is the name of the exception, which the API gives as `type`. */
export interface NeutronError extends Problem {
  /** The status of HTTP. */
  readonly status: number;
}

export function refuse(status: number, code: string, message: string) {
  return err<NeutronError>({ code, message, status });
}

export const notFound = {
  network: (id: string) => refuse(404, 'NetworkNotFound', `Network ${id} could not be found`),
  subnet: (id: string) => refuse(404, 'SubnetNotFound', `Subnet ${id} could not be found`),
  port: (id: string) => refuse(404, 'PortNotFound', `Port ${id} could not be found`),
  securityGroup: (id: string) => refuse(404, 'SecurityGroupNotFound', `Security group ${id} does not exist`),
  rule: (id: string) => refuse(404, 'SecurityGroupRuleNotFound', `Security group rule ${id} does not exist`),
  router: (id: string) => refuse(404, 'RouterNotFound', `Router ${id} could not be found`),
} as const;

/** What the layer in front of the plugin says of a body that it does not like. */
export function badRequest(message: string) {
  return refuse(400, 'HTTPBadRequest', message);
}

export function invalidInput(message: string) {
  return refuse(400, 'InvalidInput', `Invalid input for operation: ${message}.`);
}

/** What a client sees of an exception that nobody expected. */
export function internalError() {
  return refuse(500, 'HTTPInternalServerError', 'Request Failed: internal server error while processing your request.');
}
