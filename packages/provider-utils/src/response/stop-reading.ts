/** Stops a body. Do not await it in a response: a generator stops only when its pending read has ended. */
export async function stopReading(source: AsyncIterator<Uint8Array, unknown>): Promise<void> {
  try {
    await source.return?.();
  } catch {
    // The result or the error of the response is used instead.
  }
}
