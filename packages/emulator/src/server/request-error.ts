/** An invalid request. The emulator of a vendor sends it in the vendor's format. */
export class RequestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RequestError';
  }
}
