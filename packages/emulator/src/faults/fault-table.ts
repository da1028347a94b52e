import type { ErrorName } from './error-name.ts';
import type { AnyFault, FaultPosition } from './fault.ts';
import type { ParameterDefinition } from './parameter-definition.ts';

/**
 * One entry of a fault table. The key of the entry is the name of the fault.
 *
 * A table is an object literal with `as const`. The types of a protocol's faults, the script reader and
 * the documentation are derived from it.
 */
export interface FaultDefinition {
  /** The requests that the fault applies to: a name that the protocol defines. */
  readonly on: string;
  /** Set if the fault accepts a `FaultPosition`. */
  readonly position?: true;
  readonly parameters?: Readonly<Record<string, ParameterDefinition>>;
  /** A fragment for the documentation, without a final period. */
  readonly description: string;
}

export type FaultTable = Readonly<Record<string, FaultDefinition>>;

/** An entry with an effect: `apply` returns what the fault makes of the context. */
export interface FaultEffect<Context, Result> extends FaultDefinition {
  // A method, so that an entry can declare the exact type of its parameters.
  apply(context: Context, parameters: Readonly<Record<string, unknown>>): Result;
}

/** A table whose faults take effect at the same point of a response. */
export type EffectTable<Context, Result> = Readonly<Record<string, FaultEffect<Context, Result>>>;

export type FaultName<Table> = keyof Table & string;

/** The names of the faults that apply to the given kinds of requests. */
export type FaultNameOn<Table, On extends string> = {
  [Name in FaultName<Table>]: Table[Name] extends { readonly on: On } ? Name : never;
}[FaultName<Table>];

type ParameterValue<Definition> = Definition extends { readonly oneOf: readonly (infer Choice)[] }
  ? Choice
  : Definition extends { readonly type: 'string' }
    ? string
    : Definition extends { readonly type: 'error' }
      ? ErrorName
      : number;

/** The parameters of each fault that has any. All are optional. */
export type FaultParameters<Table> = {
  readonly [
    Name in keyof Table as Table[Name] extends { readonly parameters: unknown } ? Name : never
  ]: Table[Name] extends { readonly parameters: infer Parameters }
    ? { readonly [Key in keyof Parameters]?: ParameterValue<Parameters[Key]> }
    : never;
};

/** The fault with the given name. */
export type TableFault<Table, Name extends FaultName<Table>> = {
  readonly kind: Name;
  readonly times?: number | 'always';
} & (Name extends keyof FaultParameters<Table> ? FaultParameters<Table>[Name] : unknown) &
  (Table[Name] extends { readonly position: true } ? FaultPosition : unknown);

/** All faults of a table, discriminated by `kind`. */
export type AnyTableFault<Table> = {
  [Name in FaultName<Table>]: TableFault<Table, Name>;
}[FaultName<Table>];

/** The parameters that `apply` receives. A parameter without a default may be undefined. */
type AppliedParameters<Definition> = Definition extends { readonly parameters: infer Parameters }
  ? {
      readonly [Key in keyof Parameters]:
        | ParameterValue<Parameters[Key]>
        | (Parameters[Key] extends { readonly default: unknown } ? never : undefined);
    }
  : object;

/** Rejects the entries whose `apply` declares other parameters than the entry. */
type ConsistentTable<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends {
    readonly apply: (context: never, parameters: infer Declared) => unknown;
  }
    ? AppliedParameters<Table[Name]> extends Declared
      ? unknown
      : never
    : unknown;
};

/** Returns the table. Compiles only if each effect declares the parameters of its entry. */
export function defineFaults<Table extends FaultTable>(
  table: Table & ConsistentTable<Table>,
): Table {
  return table;
}

/** Returns the names of all faults, in the order of the table. */
export function listFaultNames<Table extends FaultTable>(
  table: Table,
): readonly FaultName<Table>[] {
  return Object.keys(table).filter((name): name is FaultName<Table> => Object.hasOwn(table, name));
}

/** Returns the names of the faults that apply to the given kinds of requests. */
export function listFaultNamesOn<Table extends FaultTable, const On extends string>(
  table: Table,
  ...on: readonly On[]
): readonly FaultNameOn<Table, On>[] {
  const kinds: readonly string[] = on;
  return Object.keys(table).filter((name): name is FaultNameOn<Table, On> =>
    kinds.includes(table[name]?.on ?? ''),
  );
}

/** Returns the effect of a fault, or undefined if the table does not contain the fault. */
export function applyFault<Context, Result>(
  table: EffectTable<Context, Result>,
  fault: AnyFault | undefined,
  context: Context,
): Result | undefined {
  if (fault === undefined || !Object.hasOwn(table, fault.kind)) return undefined;
  const definition = table[fault.kind];
  return definition?.apply(context, completeParameters(definition, fault));
}

/** Returns the parameters of a fault, with defaults for those that it does not set. */
function completeParameters(
  { parameters = {} }: FaultDefinition,
  fault: AnyFault,
): Readonly<Record<string, unknown>> {
  const given: Readonly<Record<string, unknown>> = { ...fault };
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, given[name] ?? parameter.default]),
  );
}
