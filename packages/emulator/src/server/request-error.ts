/** An invalid request. The emulator of a vendor sends it in the vendor's format. */
export class RequestError extends Error {
  /** The vendor's code for the error, if there is one. */
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
  }
}
