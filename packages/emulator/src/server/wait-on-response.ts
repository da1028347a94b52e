import type { ServerResponse } from 'node:http';

/** Resolves after a time, or immediately when the response closes. The timer ends with the response. */
export function waitForTime(response: ServerResponse, ms: number): Promise<void> {
  return waitUntilClosedOr(response, (wake) => {
    const timer = setTimeout(wake, ms);
    return () => clearTimeout(timer);
  });
}

/** Resolves when the socket has accepted the written data, or when the response closes. */
export function waitForDrain(response: ServerResponse): Promise<void> {
  return waitUntilClosedOr(response, (wake) => {
    response.once('drain', wake);
    return () => response.off('drain', wake);
  });
}

export function waitForClose(response: ServerResponse): Promise<void> {
  return waitUntilClosedOr(response, () => () => undefined);
}

/** @param start - starts the event that calls `wake`, and returns a function that cancels it */
function waitUntilClosedOr(
  response: ServerResponse,
  start: (wake: () => void) => () => unknown,
): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) return resolve();
    const wake = (): void => {
      response.off('close', wake);
      cancel();
      resolve();
    };
    const cancel = start(wake);
    response.once('close', wake);
  });
}
