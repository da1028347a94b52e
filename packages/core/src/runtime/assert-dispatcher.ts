import { ConfigurationError } from '../errors/configuration-error.ts';
import { describeValue } from '../input/readers.ts';

/** @throws ConfigurationError unless the value can be a dispatcher of undici 7 or 8, or one that an app has written */
export function assertDispatcher(value: unknown): void {
  const isObject = typeof value === 'object' && value !== null;
  if (!isObject || typeof Reflect.get(value, 'dispatch') !== 'function') {
    throw invalidDispatcher(describeValue(value));
  }
  if (isOldDispatcher(value) || getsOldDispatchers(value)) {
    throw invalidDispatcher('one of an older version');
  }
}

/**
 * The agents, pools and clients of undici 5 and 6 have `interceptors`. They do not support the handlers of undici 7.
 */
function isOldDispatcher(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'interceptors' in value && 'dispatch' in value
  );
}

/** A mock agent contains the agent that sends requests without a mock. */
function getsOldDispatchers(value: object): boolean {
  return Object.getOwnPropertySymbols(value).some((key) =>
    isOldDispatcher(Reflect.get(value, key)),
  );
}

function invalidDispatcher(received: string): ConfigurationError {
  return new ConfigurationError({
    path: 'dispatcher',
    expected: 'a dispatcher of undici 7 or 8',
    received,
  });
}
