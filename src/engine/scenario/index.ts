/**
 * Scenarios: what is saved and shared of a deployment, links that carry them, and
 * a gallery of some that teach.
 *
 * - A `ScenarioDocument` is versioned plain JSON. What it says is checked by hand;
 *   every problem names its place. Old versions are migrated.
 * - `openScenario(exportScenario(d))` is the same deployment: the same rows with
 *   the same UUIDs in every database, the same flows, the same daemons, and the
 *   same chance from then on.
 * - A link is such a document, deflated and with a checksum, as base64url.
 *
 * What is simplified: history is not saved; what waited for a paused or delayed
 * daemon happens when the scenario opens, unless flows or rows show that it had
 * not happened.
 */
export { fromBase64url, toBase64url } from './base64url';
export { CURRENT_VERSION, parseDocument, readDocument } from './document';
export type { Position, SavedDaemon, SavedMachine, SavedPacket, ScenarioDocument } from './document';
export type { SavedRow, SavedTables } from './rows';
export type { SavedMachineStanding, SavedStanding } from './saved-standing';
export { GALLERY, galleryScenario, gridMac, gridPlan } from './gallery';
export type { GalleryEntry } from './gallery';
export { decodeLink, encodeLink, MAX_SCENARIO_BYTES } from './link';
export type { Compression, LinkContent, LinkExtras } from './link';
export { buildNetwork } from './plan';
export type { NetworkPlan, PlannedAcl, PlannedMachine, PlannedPort, PlannedVif } from './plan';
export { sensiblePositions } from './positions';
export { exporting, exportScenario } from './export';
export type { ExportOptions, ScenarioExtras } from './export';
export { beginning, beginOpening, opening, openScenario } from './open';
export type { BeginningScenario, OpenedScenario } from './open';
