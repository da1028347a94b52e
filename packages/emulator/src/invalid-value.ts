/** Creates an error of the form `<path>: expected <expected>, received <value>; <advice>`. */
export function invalidValue(
  path: string,
  expected: string,
  value: unknown,
  advice?: string,
): RangeError {
  const ending = advice === undefined ? '' : `; ${advice}`;
  return new RangeError(`${path}: expected ${expected}, received ${describeValue(value)}${ending}`);
}

function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value instanceof Object ? 'an object' : `a ${typeof value}`;
}
