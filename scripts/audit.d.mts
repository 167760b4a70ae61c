/** What `npm audit --json` printed, as lines for a person and an exit status. */
export function judge(printed: string): { readonly status: number; readonly lines: readonly string[] };
