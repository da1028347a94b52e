/**
 * Returns the error that `create` creates, without a stack trace.
 *
 * Use it for errors whose stack trace has no information, because V8 needs time to collect one.
 */
export function withoutStack<Value extends Error>(create: () => Value): Value {
  const { stackTraceLimit } = Error;
  // An assignment would throw if the intrinsics are frozen; Reflect.set() returns false.
  Reflect.set(Error, 'stackTraceLimit', 0);
  try {
    return create();
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
  }
}
