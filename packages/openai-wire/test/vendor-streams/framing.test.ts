import { describe, expect, it } from 'vitest';

import { decodeStream, stop, teal } from './decode-stream.ts';

const expected = { text: 'Teal.', end: 'stop (stop)' };
const chunks = [...teal, stop];
const pretty = [...chunks].map((data) => JSON.stringify(JSON.parse(data), null, 2));
/** Documents whose first line contains, in a string, what separates objects on one line. */
const braces = chunks.map(
  (data) => `${data.replace('{"id":"c1",', '{"id":"\\"}{ } data:",\n').slice(0, -1)}\n}`,
);
const frame = (data: readonly string[], start: string, end: string): string =>
  data.map((each) => start + each + end).join('');

const streams: readonly (readonly [string, string])[] = [
  ['data without a space', frame([...chunks, '[DONE]'], 'data:', '\n\n')],
  ['data with several spaces', frame([...chunks, '[DONE]'], 'data:   ', '\n\n')],
  ['CRLF', frame([...chunks, '[DONE]'], 'data: ', '\r\n\r\n')],
  ['CR', frame([...chunks, '[DONE]'], 'data: ', '\r\r')],
  ['one line break between events', frame([...chunks, '[DONE]'], 'data: ', '\n')],
  ['one CRLF between events', frame([...chunks, '[DONE]'], 'data: ', '\r\n')],
  ['one CR between events', frame([...chunks, '[DONE]'], 'data: ', '\r')],
  ['many line breaks between events', frame([...chunks, '[DONE]'], 'data: ', '\n\n\n\n\n')],
  ['no end marker', frame(chunks, 'data: ', '\n\n')],
  ['no line break at the end', frame(chunks, 'data: ', '\n\n').trimEnd()],
  ['a byte order mark', `\uFEFF${frame(chunks, 'data: ', '\n\n')}`],
  ['events that are framed twice', frame([...chunks, '[DONE]'], 'data: data: ', '\n\n')],
  ['events that are framed three times', frame(chunks, 'data: data:data:', '\n\n')],
  [
    'chunks as JSON text',
    frame(
      chunks.map((data) => JSON.stringify(data)),
      'data: ',
      '\n\n',
    ),
  ],
  [
    'chunks in lists',
    frame(
      chunks.map((data) => `[${data}]`),
      'data: ',
      '\n\n',
    ),
  ],
  ['all chunks in one list', `data: [${chunks.join(',')}]\n\n`],
  [
    'chunks over data lines',
    frame(
      pretty.map((data) => data.replaceAll('\n', '\ndata: ')),
      'data: ',
      '\n\n',
    ),
  ],
  ['named events', frame([...chunks, '[DONE]'], 'event: message\ndata: ', '\n\n')],
  ['events of another name', frame(chunks, 'event: chat.completion.chunk\ndata: ', '\n\n')],
  ['a name apart from its data', frame(chunks, 'event: message\n\ndata: ', '\n\n')],
  ['ids', frame(chunks, 'id: 1\nretry: 3000\ndata: ', '\n\n')],
  ['data in capitals', frame(chunks, 'DATA: ', '\n\n')],
  ['indented data', frame(chunks, '  data: ', '\n\n')],
  ['a space before the colon', frame(chunks, 'data : ', '\n\n')],
  ['chunks on lines without data', frame([...chunks, '[DONE]'], '', '\n')],
  ['chunks on lines with blank lines', frame(chunks, '', '\n\n')],
  ['chunks over lines without data', frame(pretty, '', '\n')],
  ['two events on one line', `${chunks.map((data) => `data: ${data}`).join('')}\n\n`],
  ['two objects on one line', `data: ${chunks.join('')}\n\n`],
  ['the end marker on the line of an event', `data: ${chunks.join('')}data: [DONE]\n\n`],
  ['objects without data on one line', chunks.join('')],
  ['the end marker on the line of an object', `${chunks.join('')}data: [DONE]\n\n`],
  ['braces in strings of documents without data', frame(braces, '', '\n')],
  ['a comment before each event', frame(chunks, ': ping\n\ndata: ', '\n\n')],
  ['a comment in each event', frame(chunks, ': ping\ndata: ', '\n\n')],
];

describe('an event stream with unusual framing', () => {
  it.each(streams)('is decoded with %s', async (_, stream) => {
    expect(await decodeStream(stream)).toEqual(expected);
  });

  it.each(streams)('is not complete without the finish reason: %s', async (_, stream) => {
    const cut = stream.slice(0, stream.lastIndexOf('stop'));
    const { end } = await decodeStream(cut);
    expect(end).toBe('stream-truncated');
  });

  it('is not complete if a line is corrupt whose strings look like objects on one line', async () => {
    const corrupt = '{"id":"c1",choices":[{"delta":{"content":"} data: x"}}]}\n';
    const { end } = await decodeStream(corrupt + frame(chunks, '', '\n'));
    expect(end).toBe('stream-truncated');
  });
});
