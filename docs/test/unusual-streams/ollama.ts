import { body, done, end, line, paint, text } from '../bad-input/ollama-events.ts';
import { ollamaProtocol } from '../bad-input/ollama.ts';
import { malformed } from './unusual-stream.ts';
import type { UnusualStreams } from './unusual-stream.ts';

const call = { finish: 'tool-calls', calls: [{ argumentsText: '{"wall":2}' }] } as const;
const message = (fields: object): object => ({
  message: { role: 'assistant', content: '', ...fields },
});

export const ollamaStreams: UnusualStreams = {
  protocol: ollamaProtocol,
  streams: {
    'a message that is a text': {
      body: body(text('Teal.'), { message: 'Red.', done: false }, end()),
      outcome: malformed,
    },
    'a message that is a list': {
      body: body(text('Teal.'), { message: [{ content: 'Red.' }], done: false }, end()),
      outcome: malformed,
    },
    'a message that is empty': {
      body: body(text('Teal.'), { message: [], done: false }, end({ message: '' })),
      outcome: done,
    },
    'a line that is null': {
      body: `${body(text('Te'))}null\n${body(text('al.'), end())}`,
      outcome: done,
    },
    'the last line without a line break on an open connection': {
      body: body(text('Teal.'), end()).trimEnd(),
      ending: 'open',
      outcome: done,
    },
    'the last line without a line break, and a reset': {
      body: body(text('Teal.'), end()).trimEnd(),
      ending: 'reset',
      outcome: done,
    },
    'the calls again in the last line': {
      body: body(
        line({ tool_calls: [paint({ wall: 2 })] }),
        end(message({ tool_calls: [paint({ wall: 2 })] })),
      ),
      outcome: call,
    },
    'two equal calls': {
      body: body(line({ tool_calls: [paint({})] }), line({ tool_calls: [paint({})] }), end()),
      outcome: { calls: [{ argumentsText: '{}' }, { argumentsText: '{}' }] },
    },
    'the complete text again in the last line': {
      body: body(text('Teal '), text('is nice.'), end(message({ content: 'Teal is nice.' }))),
      outcome: { finish: 'stop', text: 'Teal is nice.' },
    },
    'an end that is a text': {
      body: body(text('Teal.'), end({ done: 'true' })),
      outcome: { finish: 'stop', text: 'Teal.' },
    },
    'two documents on one line': {
      body: `${JSON.stringify(text('Te'))}${JSON.stringify(text('al.'))}\n${body(end())}`,
      outcome: malformed,
    },
    'an error in words': {
      body: `${body(text('Te'))}Internal Server Error\n`,
      outcome: malformed,
    },
    'a reset after the end': { body: body(text('Teal.'), end()), ending: 'reset', outcome: done },
  },
};
