import { type GoogleEmulatorOptions, startGoogleEmulator } from '../src/index.ts';
import { type HttpResponse, exchange } from './exchange.ts';

const headers = { 'content-type': 'application/json', 'x-goog-api-key': 'key-1' };

/** The least request that the Gemini emulator accepts. */
export const leastContent = { contents: [{ role: 'user', parts: [{ text: '2+2*3' }] }] };

/** Which method of which model is called. */
export interface ContentTarget {
  readonly model?: string;
  /** The method with its query. @defaultValue `generateContent` */
  readonly method?: string;
}

/** Sends one request to a Gemini emulator. `fields` are added to the least request. */
export async function postContent(
  fields: object,
  options: GoogleEmulatorOptions = {},
  { model = 'gemini-3.8-flash', method = 'generateContent' }: ContentTarget = {},
): Promise<HttpResponse> {
  await using emulator = await startGoogleEmulator(options);
  const body = JSON.stringify({ ...leastContent, ...fields });
  return await exchange(`${emulator.url}/v1beta/models/${model}:${method}`, {
    method: 'POST',
    headers,
    body,
  });
}
