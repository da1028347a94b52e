/** Makes an error that has no stack of its own, where none would tell anything: to take one costs time. */
export function withoutStack<Value extends Error>(make: () => Value): Value {
  const { stackTraceLimit } = Error;
  // Reflect, since where the intrinsics are frozen an assignment would throw.
  Reflect.set(Error, 'stackTraceLimit', 0);
  try {
    return make();
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
  }
}
