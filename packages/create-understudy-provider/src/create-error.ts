/** An error in the arguments or the file system. The command prints its message and exits with code 1. */
export class CreateError extends Error {}

/** Returns the error for an invalid value at `path`, such as `--kind`. */
export function invalidValue(
  path: string,
  expected: string,
  received: string | undefined,
  advice?: string,
): CreateError {
  const value = received === undefined ? 'nothing' : JSON.stringify(received);
  const suffix = advice === undefined ? '' : `; ${advice}`;
  return new CreateError(`${path}: expected ${expected}, received ${value}${suffix}`);
}
