// Which modules are read together. What the lab begins with is three files instead of some thirty small ones, each of
// which costs a slow processor as much as its contents: the controls that other places use too, the lab and
// the graph.
const CONTROLS =
  /[\\/]node_modules[\\/](@radix-ui[\\/](primitive|react-(tabs|dialog|collection|roving-focus|direction|presence|slot|context|compose-refs|primitive|id|portal|focus-scope|focus-guards|dismissable-layer|use-(?!size|rect)[a-z-]+))|aria-hidden|react-remove-scroll|react-style-singleton|use-sidecar|use-callback-ref|use-sync-external-store|lucide-react|tslib|get-nonce)|[\\/]src[\\/]ui[\\/]kit[\\/]/;
const OF_THE_LAB = /[\\/]src[\\/]ui[\\/]lab[\\/]|[\\/]node_modules[\\/](@xyflow|d3-|classcat|react-resizable-panels)/;
/** The match lab has packets, too. */
const PACKETS = /[\\/]src[\\/]ui[\\/]lab[\\/]packets[\\/]/;
const GRAPH = /[\\/]src[\\/]ui[\\/]lab[\\/]canvas[\\/]|[\\/]node_modules[\\/](@xyflow|d3-|classcat)/;
const BEGINS = /[\\/]src[\\/]ui[\\/]lab[\\/](canvas[\\/])?index\.ts$/;
const begins = new Map();

/** For a group of rolldown: the file of a module; null where the bundler decides. */
export function chunkOf(id, graph) {
  if (CONTROLS.test(id)) return 'controls';
  if (!OF_THE_LAB.test(id) || !isAtTheBeginning(id, graph)) return null;
  return PACKETS.test(id) ? 'controls' : GRAPH.test(id) ? 'graph' : 'lab-begins';
}

/** Whether the lab or its graph needs a module at once. */
function isAtTheBeginning(id, graph) {
  if (BEGINS.test(id)) return true;
  const known = begins.get(id);
  if (known !== undefined) return known;
  begins.set(id, false);
  const answer = (graph.getModuleInfo(id)?.importers ?? []).some((importer) => isAtTheBeginning(importer, graph));
  begins.set(id, answer);
  return answer;
}
