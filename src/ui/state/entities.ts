/**
 * Names for the things a person can point at; which of them belong together is a
 * question to the engine, which has the rows and flows.
 */
export {
  daemonKey,
  flowKey,
  machineKey,
  northboundKey,
  packetKey,
  parseEntity,
  refKey,
  rowKey,
  southboundKey,
  vifKey,
} from '../bridge';
export type { Entity, EntityKey } from '../bridge';
