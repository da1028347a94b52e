import { isProviderError, ProviderError } from '@understudy/core/provider';

/** Adds how to start Ollama to the error of a connection that was refused, because it usually does not run then. */
export function explainRefusal(error: unknown): unknown {
  if (!isProviderError(error) || error.code !== 'connection-failed') return error;
  if (!error.message.includes('ECONNREFUSED')) return error;
  const { code, phase, reusedSocket, cause } = error;
  const message = `${error.message}; run "ollama serve", or check baseUrl`;
  return new ProviderError({ code, message, phase, reusedSocket, cause });
}
