import type { IncomingMessage } from 'node:http';

const maxBodyBytes = 16 * 1024 * 1024;

/** Returns the body: parsed JSON, a form as a record, other text as a string, undefined if empty. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Buffer)) continue;
    length += chunk.length;
    if (length > maxBodyBytes) throw new RangeError(`the body is over ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return decodeBody(request.headers['content-type'] ?? '', Buffer.concat(chunks).toString());
}

function decodeBody(contentType: string, text: string): unknown {
  if (text === '') return undefined;
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  if (!contentType.startsWith('application/json')) return text;
  try {
    return JSON.parse(text);
  } catch {
    // The journal records the invalid JSON as text. The route rejects it.
    return text;
  }
}
