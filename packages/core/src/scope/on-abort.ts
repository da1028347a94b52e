/** Work that can be aborted without a signal, which is slow to create and to listen to. */
export interface Abortable {
  /** The same as the function `onAbort` for a signal. */
  onAbort(callback: (reason: unknown) => void): () => void;
}

/**
 * Calls `callback` with the reason when the signal aborts, or immediately if it has already aborted.
 * Returns a function that removes the listener.
 */
export function onAbort(
  signal: AbortSignal | Abortable,
  callback: (reason: unknown) => void,
): () => void {
  if ('onAbort' in signal) return signal.onAbort(callback);
  const listen = (): void => callback(signal.reason);
  if (signal.aborted) listen();
  else signal.addEventListener('abort', listen, { once: true });
  return () => signal.removeEventListener('abort', listen);
}
