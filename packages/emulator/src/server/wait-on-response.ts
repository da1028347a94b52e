import type { ServerResponse } from 'node:http';

/** Resolves after a time, or at once when the response closes. Its timer never outlives the response. */
export function waitForTime(response: ServerResponse, ms: number): Promise<void> {
  return waitUntilClosedOr(response, (wake) => {
    const timer = setTimeout(wake, ms);
    return () => clearTimeout(timer);
  });
}

/** Resolves when the socket has taken what was written, or the response closes. */
export function waitForDrain(response: ServerResponse): Promise<void> {
  return waitUntilClosedOr(response, (wake) => {
    response.once('drain', wake);
    return () => response.off('drain', wake);
  });
}

export function waitForClose(response: ServerResponse): Promise<void> {
  return waitUntilClosedOr(response, () => () => undefined);
}

/** `arm` starts whatever wakes the wait and returns what takes it back. */
function waitUntilClosedOr(
  response: ServerResponse,
  arm: (wake: () => void) => () => unknown,
): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) return resolve();
    const wake = (): void => {
      response.off('close', wake);
      disarm();
      resolve();
    };
    const disarm = arm(wake);
    response.once('close', wake);
  });
}
