/**
 * The gallery: networks that come with the page, found by words, by what they show and
 * by release, each with a picture drawn from its graph. `#/gallery/ID` opens one.
 */
export { Gallery } from './gallery';
