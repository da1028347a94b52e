/** How a body is decoded: server-sent events, one JSON document per line, or one JSON document. */
export type BodyFormat = 'event-stream' | 'json-lines' | 'json';

/** What the first bytes of a body show. */
export type BodyKind = 'event-stream' | 'json' | 'html' | 'other';

const byteOrderMark = 'ï»¿';
const fieldNames = ['data:', 'event:', 'id:', 'retry:'];
const firstField = /^(?::|(?:data|event|id|retry)[:\r\n])/;

/**
 * Returns what the beginning of a body shows, or undefined if it is too short.
 *
 * @param head - the first bytes, decoded as Latin-1
 */
export function detectKind(head: string): BodyKind | undefined {
  const start = head.startsWith(byteOrderMark) ? head.slice(byteOrderMark.length) : head;
  const text = start.trimStart();
  if (text.startsWith('{') || text.startsWith('[')) return 'json';
  if (text.startsWith('<')) return 'html';
  if (firstField.test(text)) return 'event-stream';
  const isTooShort = [byteOrderMark, ...fieldNames].some((name) => name.startsWith(text));
  return isTooShort ? undefined : 'other';
}

/**
 * Returns how to decode a body, or undefined if it is not one of the expected formats.
 *
 * The body decides. The content type decides only between formats that start alike, and for a body that starts like
 * none, for example an empty one.
 */
export function chooseFormat(
  kind: BodyKind,
  contentType: string | undefined,
  expected: readonly BodyFormat[],
): BodyFormat | undefined {
  switch (kind) {
    case 'html':
      return undefined;
    case 'event-stream':
      return expected.find((format) => format === kind);
    case 'json':
      return chooseJson(contentType, expected);
    case 'other':
      return chooseByType(contentType, expected);
  }
}

function chooseJson(
  contentType: string | undefined,
  expected: readonly BodyFormat[],
): BodyFormat | undefined {
  const formats = expected.filter((format) => format !== 'event-stream');
  const isDocument = contentType === 'application/json' && formats.includes('json');
  return isDocument ? 'json' : formats[0];
}

function chooseByType(
  contentType: string = '',
  expected: readonly BodyFormat[],
): BodyFormat | undefined {
  if (contentType === 'text/html') return undefined;
  if (contentType === 'text/event-stream') return chooseFormat('event-stream', undefined, expected);
  if (contentType.includes('json')) return chooseJson(contentType, expected);
  return expected[0] === 'json' ? 'json' : undefined;
}
