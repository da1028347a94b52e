declare const brand: unique symbol;

/** A model's name that comes from configuration, not from the source. */
export type ModelRef = string & { readonly [brand]: 'ModelRef' };
