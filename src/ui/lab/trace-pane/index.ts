export function TracePane() {
  return null;
}
