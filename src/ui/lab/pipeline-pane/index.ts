/** The logical flows that ovn-northd wrote, grouped and ordered as in the article. */
export { PipelinePane } from './pipeline-pane';
