/** The modules before the bundle is cut into files, as rolldown tells of them. */
export interface ModuleGraph {
  getModuleInfo(id: string): { readonly importers: readonly string[] } | null;
}

export function chunkOf(id: string, graph: ModuleGraph): string | null;
