/** What every fault has, whatever the protocol. */
export interface AnyFault {
  readonly kind: string;
  /** How many requests of its route it is played on. @defaultValue all */
  readonly times?: number;
}

/** A fault of one kind, with what it can be told beyond its name. */
export type FaultOf<Name extends string, Parameters> = {
  readonly kind: Name;
  readonly times?: number;
} & (Name extends keyof Parameters ? Parameters[Name] : unknown);

/** The faults of some of the names. */
export type FaultAmong<Fault extends AnyFault, Names extends readonly string[]> = Extract<
  Fault,
  { readonly kind: Names[number] }
>;

/** True for a fault whose kind is one of the names. */
export function isFaultAmong<Fault extends AnyFault, const Names extends readonly Fault['kind'][]>(
  fault: Fault,
  names: Names,
): fault is FaultAmong<Fault, Names> {
  const known: readonly string[] = names;
  return known.includes(fault.kind);
}
