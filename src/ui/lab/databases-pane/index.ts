export function DatabasesPane() {
  return null;
}
