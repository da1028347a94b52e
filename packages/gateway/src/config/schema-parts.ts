import { z } from 'zod';

/** Separates the names in the message of an unknown field. */
export const separator = ', ';

/** The longest delay of a timer of Node.js. */
const maxTimerMs = 2_147_483_647;

/**
 * A text that matches a pattern.
 *
 * @param expected - completes the message "expected …"
 */
export function text(pattern: RegExp, expected: string): z.ZodString {
  return z.string({ error: expected }).regex(pattern, { error: expected });
}

/** A text of at least one character. */
export function name(expected: string): z.ZodString {
  return z.string({ error: expected }).min(1, { error: expected });
}

/** An object that has only these fields. The message of an unknown field is the list of the known ones. */
export function object<Fields extends z.ZodRawShape>(
  fields: Fields,
  expected: string,
): z.ZodObject<Fields, z.core.$strict> {
  const known = Object.keys(fields).join(separator);
  return z.strictObject(fields, {
    error: ({ code }) => (code === 'unrecognized_keys' ? known : expected),
  });
}

export function list<Item extends z.ZodType>(item: Item, expected: string): z.ZodArray<Item> {
  return z.array(item, { error: expected });
}

export function flag(): z.ZodBoolean {
  return z.boolean({ error: 'true or false' });
}

/** An integer of at least `min`. */
export function count(min: number): z.ZodInt {
  const error = `an integer of at least ${min}`;
  return z.int({ error }).min(min, { error });
}

/** A duration that a timer can wait, in milliseconds. */
export function duration(minMs: number): z.ZodInt {
  const error = `a number of milliseconds from ${minMs} to ${maxTimerMs}`;
  return z.int({ error }).min(minMs, { error }).max(maxTimerMs, { error });
}
