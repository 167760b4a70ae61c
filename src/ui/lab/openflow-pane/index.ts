export function OpenFlowPane() {
  return null;
}
