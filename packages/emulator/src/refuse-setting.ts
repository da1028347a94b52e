/** An error of one sentence, spelt as all of Understudy's are: where, what was expected, what is there. */
export function refuseSetting(
  path: string,
  expected: string,
  value: unknown,
  advice?: string,
): RangeError {
  const ending = advice === undefined ? '' : `; ${advice}`;
  return new RangeError(`${path}: expected ${expected}, received ${tell(value)}${ending}`);
}

function tell(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value instanceof Object ? 'an object' : `a ${typeof value}`;
}
