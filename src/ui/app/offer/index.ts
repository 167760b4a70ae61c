/** What came to the page from elsewhere: what it holds, what was not understood, and the places to put it. */
export { OfferDialog } from './offer-dialog';
