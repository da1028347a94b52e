/** Returns the question of a request body, or undefined if the body has none. */
export function readQuestion(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('question' in body)) return undefined;
  return typeof body.question === 'string' ? body.question : undefined;
}
