/** Why nothing was created, in one sentence for whoever asked for it. */
export class CreateError extends Error {}

/** What was expected where, and what came. */
export function refuse(
  path: string,
  expected: string,
  found: string | undefined,
  advice?: string,
): CreateError {
  const told = found === undefined ? 'nothing' : JSON.stringify(found);
  const rest = advice === undefined ? '' : `; ${advice}`;
  return new CreateError(`${path}: expected ${expected}, received ${told}${rest}`);
}
