/** Returns whether a value is an object literal, also one of another realm, and not an instance of a class. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Returns whether the fields of a value can be read: it is an object literal, or an instance of a class with fields.
 *
 * The contents of a Map, a Date or `Headers` are not fields, and would be ignored.
 */
export function isFieldObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return isRecord(value) || Object.keys(value).length > 0;
}
