/** Creates an error of the form `<path>: expected <expected>, received <value>; <advice>`. */
export function invalidValue(
  path: string,
  expected: string,
  value: unknown,
  advice?: string,
): RangeError {
  return createError(path, expected, describeValue(value), advice);
}

/** Creates the same error with the type of the value, because the value can be a secret or a prompt. */
export function invalidType(
  path: string,
  expected: string,
  value: unknown,
  advice?: string,
): RangeError {
  return createError(path, expected, describeType(value), advice);
}

function createError(
  path: string,
  expected: string,
  received: string,
  advice: string | undefined,
): RangeError {
  const ending = advice === undefined ? '' : `; ${advice}`;
  return new RangeError(`${path}: expected ${expected}, received ${received}${ending}`);
}

/** An app can pass a key of its own as the wrong option. */
const mayBeKey = /(?:sk|pk|gsk|xai|bearer)[-_ ]|\/\/[^/]*@|[a-z0-9_]{32,}/i;

function describeValue(value: unknown): string {
  if (typeof value === 'string') {
    return mayBeKey.test(value) ? 'another string' : JSON.stringify(value.slice(0, 80));
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return describeType(value);
}

function describeType(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'object') return `a ${typeof value}`;
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1);
  return tag === 'Object' ? 'an object' : `an instance of ${tag.slice(0, 80)}`;
}
