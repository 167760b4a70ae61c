/** How browsers say that a module, or a style that belongs to it, did not come. */
const WORDS =
  /dynamically imported module|importing a module script failed|unable to preload css|error loading dynamically/i;

export function isMissingPart(error: unknown): boolean {
  return error instanceof Error && WORDS.test(error.message);
}
