/** One trace in two languages: the logical rows and the OpenFlow that carried them out, side by side. */
export { TracePane } from './trace-pane';
export { ThinScrubber } from './thin-scrubber';
