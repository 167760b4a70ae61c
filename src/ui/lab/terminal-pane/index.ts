export function TerminalPane() {
  return null;
}
