import { ollama } from '@understudy/provider-ollama';

import { body, done, end, error, line, paint, text } from './ollama-events.ts';
import { repeat } from './protocol.ts';
import type { Protocol } from './protocol.ts';

export const ollamaProtocol: Protocol = {
  label: 'Ollama',
  model: 'tiny',
  contentType: 'application/x-ndjson',
  define: (url, apiKey = 'any') => ollama({ id: 'vendor', apiKey, baseUrl: url }),
  inputs: {
    'an unknown event': [body(text('Teal.'), { ofTheFuture: 1 }, end()), done],
    'an unknown block': [body(line({ hologram: ['x'] }), text('Teal.'), end()), done],
    'an unknown delta or field': [
      body(line({ content: 'Teal.', color: 'teal' }, { hologram: 1 }), end()),
      done,
    ],
    'a second start': 'Ollama sends no start',
    'the start of another response': 'Ollama sends no start',
    'interleaved blocks': [
      body(
        line({ content: 'Te', thinking: 'Hm' }),
        line({ tool_calls: [paint({ wall: 2 })] }),
        line({ content: 'al.', thinking: '.' }),
        end(),
      ),
      { finish: 'tool-calls', text: 'Teal.', calls: [{ argumentsText: '{"wall":2}' }] },
    ],
    'token counts that decrease': [
      body(line({ content: 'Teal.' }, { prompt_eval_count: 10 }), end()),
      { ...done, inputTokens: 7 },
    ],
    'a huge signature': 'Ollama sends no signatures',
    'an empty signature': 'Ollama sends no signatures',
    'a signature that is no string': 'Ollama sends no signatures',
    'a tool input that is no JSON': [
      body(line({ tool_calls: [paint('{"wall":')] }), end()),
      { finish: 'tool-calls', calls: [{ argumentsText: '{"wall":' }] },
    ],
    'an unknown finish reason': [
      body(text('Teal.'), end({ done_reason: 'of the future' })),
      { finish: 'other', text: 'Teal.' },
    ],
    'an error first': [body(error), { code: 'overloaded' }],
    'an error after text': [body(text('Teal.'), error), { code: 'overloaded' }],
    'no end': [body(text('Teal.')), { code: 'stream-truncated' }],
    'content after the end': [body(text('Teal.'), end(), text('Teal.')), done],
  },
  streams: {
    'lines of text': (count) => body(...repeat(count, (index) => text(`${index} `)), end()),
    'lines of thinking': (count) =>
      body(...repeat(count, () => line({ thinking: 'Hm. ' })), text('Teal.'), end()),
    'long arguments': (count) =>
      body(line({ tool_calls: [paint({ walls: repeat(count, String) })] }), end()),
    'unknown lines': (count) =>
      body(...repeat(count, () => ({ ofTheFuture: 1 })), text('Teal.'), end()),
    'blank lines': (count) => body(text('Te')) + '\n'.repeat(count) + body(text('al.'), end()),
    'a long line': (count) => body(text('ab '.repeat(8 * count)), end()),
  },
};
