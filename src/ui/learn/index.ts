export function Learn(_: { lesson: string }) {
  return null;
}
