/**
 * Returns a copy that later changes to the original do not affect. Copies plain objects, arrays, bytes and
 * URLs at every depth. Everything else, such as an instance of a class, is kept as it is.
 */
export function copyDeep<Value>(value: Value): Value;
export function copyDeep(value: unknown): unknown {
  try {
    return copy(value, new Map());
  } catch {
    // An object that cannot be read, or with too many levels, is rejected when the chat is read.
    return value;
  }
}

function copy(value: unknown, copies: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  // An object that contains itself is copied once.
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    copies.set(value, list);
    for (const item of value) list.push(copy(item, copies));
    return list;
  }
  // Not `slice`, because that of Buffer shares the memory.
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (value instanceof URL) return new URL(value);
  if (!isPlain(value)) return value;
  const fields: Record<string, unknown> = { ...value };
  copies.set(value, fields);
  // Every key is an own property of the copy already, so that `__proto__` is an ordinary key.
  for (const [name, field] of Object.entries(fields)) {
    if (typeof field === 'object' && field !== null) fields[name] = copy(field, copies);
  }
  return fields;
}

/** Whether an object is a literal, also of another realm, and not an instance of a class. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
