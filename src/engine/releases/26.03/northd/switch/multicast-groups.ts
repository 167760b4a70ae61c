/** The multicast groups that every switch may have, by the names that flows send to. */
export const MC = {
  /** Every enabled port. */
  flood: '_MC_flood',
  /** Every enabled port that does not lead to a router. */
  floodL2: '_MC_flood_l2',
  /** Ports behind which addresses are that nobody configured. */
  unknown: '_MC_unknown',
  /** Multicast routers. */
  routers: '_MC_mrouter_flood',
  /** Ports that are to have all multicast. */
  static: '_MC_static',
} as const;

/** Sends the packet to a multicast group. */
export function toGroup(name: string): string {
  return `outport = "${name}"; output;`;
}
