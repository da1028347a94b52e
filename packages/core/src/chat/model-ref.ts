declare const brand: unique symbol;

/** A model reference from configuration, which the compiler does not check. Created by `modelRef()`. */
export type ModelRef = string & { readonly [brand]: 'ModelRef' };

/** The known model names of a vendor whose list grows, which editors complete, or any other name. */
export type GrowingList<Model extends string> = string extends Model
  ? string
  : Model | (string & {});
