/** Getting a trace out of the page: as text in several styles, as JSON, as a capture of any hop. */
export { ExportButton } from './export-button';
