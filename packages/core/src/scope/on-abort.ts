/**
 * Calls `callback` with the reason when the signal aborts, or immediately if it has already aborted.
 * Returns a function that removes the listener.
 */
export function onAbort(signal: AbortSignal, callback: (reason: unknown) => void): () => void {
  const listen = (): void => callback(signal.reason);
  if (signal.aborted) listen();
  else signal.addEventListener('abort', listen, { once: true });
  return () => signal.removeEventListener('abort', listen);
}
