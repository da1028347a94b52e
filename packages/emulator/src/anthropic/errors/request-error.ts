/** An invalid request. The response is HTTP 400 with the type `invalid_request_error`. */
export class RequestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RequestError';
  }
}
