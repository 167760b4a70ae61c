export function TimelinePane() {
  return null;
}
