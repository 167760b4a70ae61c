export function MatchLab() {
  return null;
}
