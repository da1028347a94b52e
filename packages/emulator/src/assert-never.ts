/** Ends an exhaustive `switch`. The call compiles only if every case is handled. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
