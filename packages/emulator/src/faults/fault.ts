/** The position of a fault in a stream. Without either field, the fault is about in the middle of the content. */
export interface FaultPosition {
  /**
   * The number of events before the fault. The events before the first content count too; they are
   * always sent.
   */
  readonly afterEvents?: number;
  /** The number of characters of content before the fault, in UTF-16 units. The event is completed. */
  readonly afterCharacters?: number;
}

/** The fields of every step of a script. */
export interface AnyFault {
  readonly kind: string;
  /** The number of requests of its route that the fault applies to. @defaultValue 1 */
  readonly times?: number | 'always';
}

/** A fault that may have a position. */
export interface PositionedFault extends AnyFault, FaultPosition {}

/** A step of a script: a fault, its name, or the name of a step without a fault. */
export type StepOf<Fault extends AnyFault, NoFault extends string> =
  | Fault
  | Fault['kind']
  | NoFault
  | { readonly kind: NoFault; readonly times?: number | 'always' };

/** The faults with one of the names. */
export type FaultAmong<Fault extends AnyFault, Names extends readonly string[]> = Extract<
  Fault,
  { readonly kind: Names[number] }
>;

/** Returns true if the fault has one of the names. */
export function isFaultAmong<Fault extends AnyFault, const Names extends readonly Fault['kind'][]>(
  fault: Fault,
  names: Names,
): fault is FaultAmong<Fault, Names> {
  const known: readonly string[] = names;
  return known.includes(fault.kind);
}
