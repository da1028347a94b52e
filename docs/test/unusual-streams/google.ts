import { body, chunk, done, stop, text } from '../bad-input/google-events.ts';
import { googleProtocol } from '../bad-input/google.ts';
import { malformed } from './unusual-stream.ts';
import type { UnusualStreams } from './unusual-stream.ts';

const call = { functionCall: { id: 'a', name: 'paint', args: { wall: 2 } } };
const calls = { finish: 'tool-calls', calls: [{ argumentsText: '{"wall":2}' }] } as const;
const withContent = (content: unknown): object => ({ candidates: [{ content, index: 0 }] });

export const googleStreams: UnusualStreams = {
  protocol: googleProtocol,
  streams: {
    'parts that are one object': {
      body: body(withContent({ parts: { text: 'Teal.' } }), stop()),
      outcome: done,
    },
    'parts that are the object of a call': {
      body: body(withContent({ parts: call }), stop()),
      outcome: calls,
    },
    'parts that are a text': {
      body: body(text('Teal.'), withContent({ parts: 'Red.' }), stop()),
      outcome: malformed,
    },
    'content and parts that are empty': {
      body: body(
        text('Teal.'),
        withContent([]),
        withContent(''),
        withContent({ parts: '' }),
        { candidates: '' },
        stop(),
      ),
      outcome: done,
    },
    'content that is a text': {
      body: body(text('Teal.'), withContent('Red.'), stop()),
      outcome: malformed,
    },
    'candidates that are one object': {
      body: body({ candidates: { content: { parts: [{ text: 'Teal.' }] } } }, stop()),
      outcome: done,
    },
    'text and a call in one part': {
      body: body(chunk([{ text: 'Teal.', ...call }]), stop()),
      outcome: { ...calls, text: 'Teal.' },
    },
    'text and a file in one part': {
      body: body(chunk([{ text: 'Teal.', inlineData: { mimeType: 'a/b', data: 'AAAA' } }]), stop()),
      outcome: done,
    },
    'a call that is a list': {
      body: body(text('Teal.'), chunk([{ functionCall: [call.functionCall] }]), stop()),
      outcome: malformed,
    },
    'a call that is sent again with the finish reason': {
      body: body(chunk([call]), chunk([call], { finishReason: 'STOP' })),
      outcome: calls,
    },
    'two equal calls without ids': {
      body: body(
        chunk([
          { functionCall: { name: 'paint', args: {} } },
          { functionCall: { name: 'paint', args: {} } },
        ]),
        stop(),
      ),
      outcome: { calls: [{ argumentsText: '{}' }, { argumentsText: '{}' }] },
    },
    'the complete text again with the finish reason': {
      body: body(
        text('Teal '),
        text('is nice.'),
        chunk([{ text: 'Teal is nice.' }], { finishReason: 'STOP' }),
      ),
      outcome: { finish: 'stop', text: 'Teal is nice.' },
    },
    'a text that repeats itself': {
      body: body(text('ha '), text('ha '), chunk([{ text: 'ha ha ' }], { finishReason: 'STOP' })),
      outcome: { finish: 'stop', text: 'ha ha ha ha ' },
    },
    'one line break between events': {
      body: `data: ${[text('Te'), text('al.'), stop()].map((each) => JSON.stringify(each)).join('\ndata: ')}\n\n`,
      outcome: done,
    },
    'the last chunk without a line break, and a reset': {
      body: body(text('Teal.'), stop()).trimEnd(),
      ending: 'reset',
      outcome: done,
    },
    'an error in words after the finish reason': {
      body: `${body(text('Teal.'), stop())}Internal Server Error\n`,
      outcome: done,
    },
    'a page in the middle': {
      body: `${body(text('Te'))}<html>502</html>\n\n`,
      outcome: { code: 'stream-truncated' },
    },
  },
};
