declare const brand: unique symbol;

/** A model reference from configuration, which the compiler does not check. Created by `modelRef()`. */
export type ModelRef = string & { readonly [brand]: 'ModelRef' };
