export function PipelinePane() {
  return null;
}
