import type { IncomingMessage } from 'node:http';

const largestBody = 16 * 1024 * 1024;

/** The body as its content type says: JSON, a form as a record, else text; undefined when empty. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Buffer)) continue;
    length += chunk.length;
    if (length > largestBody) throw new RangeError(`the body is over ${largestBody} bytes`);
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
    // What is not JSON is recorded as it came, and refused by the route that wanted JSON.
    return text;
  }
}
