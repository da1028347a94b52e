/** An invalid request. The response is HTTP 400 with the status `INVALID_ARGUMENT`. */
export class RequestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RequestError';
  }
}
