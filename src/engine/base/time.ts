/** Simulated time in milliseconds since the deployment was created. */
export type Millis = number & { readonly __brand: 'Millis' };
