import { context, diag } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';

import { scopeName } from './conventions.ts';

/** Returns the result of work, or the fallback if it throws. Reports the error to the logger of the API. */
export function guard<Value>(work: () => Value, fallback: Value): Value {
  try {
    return work();
  } catch (error) {
    report(error);
    return fallback;
  }
}

/** Runs work in a context, or without it if the context manager throws. Throws what the work throws. */
export function runWith<Value>(active: Context, work: () => Value): Value {
  let started = false;
  const run = (): Value => {
    started = true;
    return work();
  };
  try {
    return context.with(active, run);
  } catch (error) {
    if (started) throw error;
    report(error);
    return work();
  }
}

function report(error: unknown): void {
  try {
    diag.error(`${scopeName}: the OpenTelemetry SDK threw an error`, error);
  } catch {
    // The logger of the app failed too.
  }
}
