import { ProviderError } from '../errors/provider-error.ts';
import type { HttpResponse } from '../ports/http.ts';

/** An error body beyond this is not read: 64 KiB. */
export const maxErrorBodyBytes = 65_536;
/** A JSON body beyond this is not read: 8 MiB. */
export const maxJsonBodyBytes = 8_388_608;

const utf8 = new TextDecoder();

/**
 * A whole body as text.
 *
 * @throws ProviderError `response-too-large` when it has more than `maxBytes`
 */
export async function readText(response: HttpResponse, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(response.status, maxBytes);
    chunks.push(chunk);
  }
  return toText(chunks);
}

/** The beginning of a body as text, of at least `bytes` bytes where it has so many; the rest is given up. */
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
 * A whole body as JSON.
 *
 * @throws ProviderError `malformed-response` when it is none, `response-too-large`
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
    // The parser's own message quotes the body: it goes no further.
    const found =
      text === '' ? 'nothing' : text.trimStart().startsWith('<') ? 'HTML' : 'something else';
    throw new ProviderError({
      code: 'malformed-response',
      message: `expected JSON, and ${found} came`,
      status: response.status,
    });
  }
}

function toText(chunks: readonly Uint8Array[]): string {
  const [first] = chunks;
  return utf8.decode(first && chunks.length === 1 ? first : Buffer.concat(chunks));
}

function tooLarge(status: number, maxBytes: number): ProviderError {
  return new ProviderError({
    code: 'response-too-large',
    message: `expected a body of at most ${maxBytes} bytes, and more came`,
    status,
  });
}
