/** The errors that the parameter `error` of a fault selects. */
export const errorNames = [
  'server-error',
  'overloaded',
  'rate-limit',
  'quota-exhausted',
  'context-length-exceeded',
  'invalid-key',
] as const;

export type ErrorName = (typeof errorNames)[number];
