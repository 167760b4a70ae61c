/** Ways from one pane to what another one shows. */
export { EntityLink, PipelineLink, RowLink } from './links';
