import type {
  ChainDefinition,
  ChainOptions,
  ChainTargetDefinition,
  PoolDefinition,
} from './chain-definition.ts';

/**
 * Replaces the types of literals by `string` and `boolean`, at every depth. An object with any keys is JSON and has
 * none.
 */
type Widen<Value> = Value extends string
  ? string
  : Value extends boolean
    ? boolean
    : Value extends number | null | undefined
      ? Value
      : string extends keyof Value
        ? Value
        : { readonly [Name in keyof Value]: Widen<Value[Name]> };

type TargetsOf<Chain> = Chain extends readonly (infer Target)[]
  ? Target
  : Chain extends { readonly targets: readonly (infer Target)[] }
    ? Target
    : Chain extends { readonly pool: readonly (infer Target)[] }
      ? Target
      : never;

/** The names in a target, to a depth of four pools, because a type `ChainDefinition` contains itself. */
type NamesOf<Target, Depth extends readonly unknown[] = []> = Target extends string
  ? Target
  : Target extends { readonly target: infer Name }
    ? Name
    : Depth['length'] extends 4
      ? never
      : Target extends { readonly pool: readonly (infer Member)[] }
        ? NamesOf<Member, [...Depth, unknown]>
        : never;

/** The type of an option that a chain does not have. No value has this type. */
interface UnknownOption {
  readonly unknownOption: never;
}

/** Options that a chain does not have, at every depth. The compiler does not report them for an inferred type. */
type NoOtherOptions<Given, Known = ChainOptions> = {
  readonly [Name in Exclude<keyof Given, keyof Known>]?: UnknownOption;
} & {
  readonly [Name in keyof Given & keyof Known]?: Given[Name] extends readonly unknown[]
    ? unknown
    : Given[Name] extends object
      ? NoOtherOptions<Given[Name], NonNullable<Known[Name]>>
      : unknown;
};

/** A list, a pool or an object, whichever the chain is, so that the compiler reports the field that is not valid. */
type LiteralChain<Chain, Name extends string> = Chain extends readonly unknown[]
  ? readonly ChainTargetDefinition<Name>[]
  : Chain extends { readonly pool: unknown }
    ? PoolDefinition<Name> & NoOtherOptions<Chain, PoolDefinition>
    : ChainOptions<Name> & NoOtherOptions<Chain>;

/**
 * What a chain must be: typed by the known names if it is a literal. A chain from a JSON file, a constant or a variable
 * of the type `ChainDefinition` has targets of the type `string`, which are checked at run time.
 */
export type CheckedChain<Chain, Name extends string> =
  string extends NamesOf<TargetsOf<Chain>> ? ChainInput : LiteralChain<Chain, Name>;

/** A chain whose names and options the compiler has not checked. */
export type ChainInput = Widen<ChainDefinition>;

/** What the chains of a runtime must be. */
export type CheckedChains<Chains, Name extends string> = {
  readonly [Key in keyof Chains]: CheckedChain<Chains[Key], Name>;
};

/** The names of chains. */
export type NameIn<Chains> = keyof Chains & string;
