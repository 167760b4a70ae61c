/** The path of a Firefox, or an empty text where there is none. */
export function findFirefox(): string;
