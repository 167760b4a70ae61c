/**
 * Scenarios: what is saved and shared of a deployment, links that carry them, and
 * a gallery of some that teach.
 *
 * - A `ScenarioDocument` is versioned plain JSON. What it says is checked by hand;
 *   every problem names its place. Old versions are migrated.
 * - `openScenario(exportScenario(d))` is the same deployment: the same rows with
 *   the same UUIDs in every database, the same flows, the same daemons with what
 *   they remember and what waits for them, the same clock and the same chance from
 *   then on; exported again it is the same text. What the switches of a machine
 *   have because its ovn-controller wants it is not saved: the controller says it again.
 * - Saving looks at what there is and nothing else (`exporting`, `writing`: rows
 *   that did not change are not written anew). Only `shortest`, for links, opens
 *   what it would save, to see whether fresh daemons would make the same.
 * - A link is such a document with a checksum, as base64url. One of a network that a
 *   person made leaves out what the seed, the order of what was drawn and the content
 *   of rows make again, and is coded after a model that knows such documents
 *   (`link-pack.ts`, `link-coder.ts`); what it opens to is equal byte for byte, which is
 *   tried when it is made. What is large is JSON, deflated.
 * - Long work is `Work`: `exporting`, `writing`, `opening`, and `beginOpening`, after
 *   which a scenario can be drawn while its daemons still settle.
 * - What opening would cost is counted first (`costOf`); beyond `COST_LIMITS` the
 *   answer is the problem `too-costly`, unless it is asked for all the same.
 *
 * What is simplified: history and the log are not saved, nor what had been undone,
 * nor the counters of flows and ports, how old flows are and what a learning bridge
 * has learned. A daemon that had not yet looked at something when it was saved looks
 * at everything when it next runs, as after time travel: an ovn-controller then also
 * takes back flows that came past it. Flows that are saved as text come back without
 * the way to the row that they were made from. The short form has another clock.
 */
export { CURRENT_VERSION, parseDocument, readDocument } from './document';
export type { Position, SavedDaemon, SavedMachine, SavedPacket, ScenarioDocument, ScenarioExtras } from './document';
export type { SavedRow, SavedTables } from './rows';
export type { SavedMachineStanding, SavedStanding } from './saved-standing';
export { GALLERY, galleryScenario, gridMac, gridPlan } from './gallery';
export type { GalleryEntry } from './gallery';
export { decodeLink, encodeLink, MAX_SCENARIO_BYTES } from './link';
export type { Compression, LinkContent, LinkExtras } from './link';
export { packContent } from './link-pack';
export { documentText, writing } from './write';
export { buildNetwork } from './plan';
export type { NetworkPlan, PlannedAcl, PlannedMachine, PlannedPort, PlannedVif } from './plan';
export { sensiblePositions } from './positions';
export { checkCost, COST_LIMITS, costOf } from './cost';
export type { ScenarioCost, TooCostly } from './cost';
export { exporting, exportScenario } from './export';
export type { ExportOptions } from './export';
export { beginning, beginOpening, opening, openScenario } from './open';
export type { BeginningScenario, OpenedScenario, OpeningOptions } from './open';
export { seal, unseal } from './seal';
