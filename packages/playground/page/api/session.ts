import { signal } from '@preact/signals';

/** The admin key. It is kept in memory only. */
export const adminKey = signal('');
/** Whether the server has rejected the key. */
export const needsKey = signal(false);

/** An error response of the server. */
export class RequestError extends Error {
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RequestError';
    this.status = status;
  }
}

export interface Call {
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * Sends a request to the server of the page: POST with a body, else GET.
 *
 * @throws RequestError for a status other than 2xx, and with the status 0 if the server cannot be reached
 */
export async function send(
  path: string,
  { body, headers = {}, signal: abort }: Call = {},
): Promise<Response> {
  const key = adminKey.value;
  const response = await request(path, {
    method: body ? 'POST' : 'GET',
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(key !== '' && { authorization: `Bearer ${key}` }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
    ...(abort && { signal: abort }),
    credentials: 'omit',
  });
  if (response.ok) return response;
  if (response.status === 401) needsKey.value = true;
  throw new RequestError(response.status, await readMessage(response));
}

/** The browser's own message about the network does not name the server. */
async function request(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    init.signal?.throwIfAborted();
    throw new RequestError(0, 'The gateway cannot be reached.', { cause: error });
  }
}

/** Returns the JSON of a response. The server has the version of the page, so its form is known. */
export async function sendForJson<Body>(path: string, call: Call = {}): Promise<Body> {
  const response = await send(path, call);
  return response.json();
}

async function readMessage(response: Response): Promise<string> {
  try {
    const { error } = await response.json();
    return String(error.message);
  } catch {
    return `HTTP status ${response.status}`;
  }
}
