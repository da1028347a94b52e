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

/** An app can pass a key of its own as the wrong option. */
const mayBeKey = /(?:sk|pk|gsk|xai|bearer)[-_ ]|\/\/[^/]*@|[a-z0-9_]{32,}/i;

function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') {
    return mayBeKey.test(value) ? 'another string' : JSON.stringify(value.slice(0, 80));
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value instanceof Object ? 'an object' : `a ${typeof value}`;
}
