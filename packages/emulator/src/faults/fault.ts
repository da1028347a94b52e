/** Where in a stream a fault falls; without either, in about the middle of what is said. */
export interface FaultPosition {
  /** Behind so many events, those that open the answer included; they are sent in any case. */
  readonly afterEvents?: number;
  /** Behind the event with which so many UTF-16 units are said. */
  readonly afterCharacters?: number;
}

/** What every step of a script has, whatever the protocol. */
export interface AnyFault {
  readonly kind: string;
  /** How many requests of its route it is played on. @defaultValue 1 */
  readonly times?: number | 'always';
}

/** A fault that may have been told where in a stream it falls. */
export interface PositionedFault extends AnyFault, FaultPosition {}

/** A fault of one kind, with what it can be told beyond its name. */
export type FaultOf<Name extends string, Parameters, Placed extends string> = {
  readonly kind: Name;
  readonly times?: number | 'always';
} & (Name extends keyof Parameters ? Parameters[Name] : unknown) &
  (Name extends Placed ? FaultPosition : unknown);

/** A step of a script: a fault, its name, or a name that stands for no fault. */
export type StepOf<Fault extends AnyFault, NoFault extends string> =
  | Fault
  | Fault['kind']
  | NoFault
  | { readonly kind: NoFault; readonly times?: number | 'always' };

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
