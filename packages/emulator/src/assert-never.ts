/** Closes an exhaustive `switch`: compiles only where every case was handled. */
export function assertNever(value: never): never {
  throw new Error(`There is no case for ${JSON.stringify(value)}.`);
}
