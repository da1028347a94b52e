/** Calls back with the reason when a signal aborts, at once if it has; the function returned stops listening. */
export function onAbort(signal: AbortSignal, callback: (reason: unknown) => void): () => void {
  const listen = (): void => callback(signal.reason);
  if (signal.aborted) listen();
  else signal.addEventListener('abort', listen, { once: true });
  return () => signal.removeEventListener('abort', listen);
}
