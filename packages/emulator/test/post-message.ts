import {
  type AnthropicEmulator,
  type AnthropicEmulatorOptions,
  startAnthropicEmulator,
} from '../src/index.ts';
import { type HttpResponse, exchange } from './exchange.ts';

/** The smallest valid request. */
export const leastMessage = {
  model: 'claude-sonnet-5',
  max_tokens: 64,
  messages: [{ role: 'user', content: '2+2*3' }],
} as const;

const headers = {
  'content-type': 'application/json',
  'x-api-key': 'key-1',
  'anthropic-version': '2023-06-01',
};

/** Sends a request to a running emulator. */
export function postTo(
  { baseUrl }: AnthropicEmulator,
  body: object,
  changed: Readonly<Record<string, string>> = {},
): Promise<HttpResponse> {
  return exchange(`${baseUrl}/messages`, {
    method: 'POST',
    headers: { ...headers, ...changed },
    body: JSON.stringify(body),
  });
}

/** Sends a request to a new emulator, with the fields of the smallest one. */
export async function postMessage(
  fields: object,
  options: AnthropicEmulatorOptions = {},
  changed: Readonly<Record<string, string>> = {},
): Promise<HttpResponse> {
  await using emulator = await startAnthropicEmulator(options);
  return await postTo(emulator, { ...leastMessage, ...fields }, changed);
}

/** Returns the message of an error response. */
export function messageOf({ text }: HttpResponse): string {
  const body: { readonly error: { readonly message: string } } = JSON.parse(text);
  return body.error.message;
}
