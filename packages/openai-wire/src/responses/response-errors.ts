import { ProviderError } from '@understudy/core/provider';

export function truncatedResponse(): ProviderError {
  return new ProviderError({
    code: 'stream-truncated',
    message: 'stream ended without response.completed or response.incomplete',
  });
}

/** The error of a request that continues a stored response. */
export function needsStore(param: string): ProviderError {
  const message = `${param}: expected a complete conversation, received a reference to stored data; set "store" to false in the client`;
  return new ProviderError({ code: 'unsupported-parameter', message, param });
}

/** The error of a request whose response is stored, so that the client can read it later. */
export function runsInBackground(param: string): ProviderError {
  const message = `${param}: expected false or no value, received true; responses are not stored`;
  return new ProviderError({ code: 'unsupported-parameter', message, param });
}
