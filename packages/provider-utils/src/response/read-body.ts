import { formatBytes } from '@understudy/core/internal';
import { ProviderError } from '@understudy/core/provider';
import type { HttpResponse } from '@understudy/core/provider';

/** The maximum size of an error body: 64 KiB. */
export const maxErrorBodyBytes = 65_536;
/** The maximum size of a JSON body: 8 MiB. */
export const maxJsonBodyBytes = 8_388_608;

const utf8 = new TextDecoder();

/**
 * Returns a complete body as text. Reads the body to its end.
 *
 * @throws ProviderError `response-too-large` if it has more than `maxBytes`
 */
export async function readText(response: HttpResponse, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > maxBytes) throw bodyTooLarge(response.status, maxBytes);
    chunks.push(chunk);
  }
  return toText(chunks);
}

/**
 * Returns the beginning of a body as text: at least `bytes` bytes, or the complete body if it is shorter. Stops reading
 * after that.
 */
export async function readHead({ body }: HttpResponse, bytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    chunks.push(chunk);
    if (length >= bytes) break;
  }
  return toText(chunks);
}

/**
 * Returns a complete body as parsed JSON.
 *
 * @param maxBytes - the maximum size of the body. Default: `maxJsonBodyBytes`
 * @throws ProviderError `malformed-response` if the body is not JSON, `response-too-large` if it is too large
 */
export async function readJson(
  response: HttpResponse,
  maxBytes: number = maxJsonBodyBytes,
): Promise<unknown> {
  const text = await readText(response, maxBytes);
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    // The message of the parser quotes the body, so that it is not kept as the cause.
    throw new ProviderError({
      code: 'malformed-response',
      message: `expected JSON, received ${describeBody(text)}`,
      status: response.status,
    });
  }
}

function describeBody(text: string): string {
  if (text === '') return 'an empty body';
  return text.trimStart().startsWith('<') ? 'HTML' : 'invalid JSON';
}

function toText(chunks: readonly Uint8Array[]): string {
  const [first] = chunks;
  return utf8.decode(first && chunks.length === 1 ? first : Buffer.concat(chunks));
}

function bodyTooLarge(status: number, maxBytes: number): ProviderError {
  return new ProviderError({
    code: 'response-too-large',
    message: `expected a body of at most ${formatBytes(maxBytes)}, received more`,
    status,
  });
}
