import { google } from '@understudy/provider-google';

import { body, chunk, done, error, signed, stop, text } from './google-events.ts';
import { hugeLength, hugeSignature, repeat } from './protocol.ts';
import type { Protocol } from './protocol.ts';

export const googleProtocol: Protocol = {
  label: 'Gemini',
  model: 'gemini-3.8-flash',
  contentType: 'text/event-stream',
  define: (url, apiKey = 'any') => google({ id: 'vendor', apiKey, baseUrl: `${url}/v1beta` }),
  inputs: {
    'an unknown event': [body(text('Teal.'), { ofTheFuture: 1 }, stop()), done],
    'an unknown block': [body(chunk([{ hologram: 'x' }]), text('Teal.'), stop()), done],
    'an unknown delta or field': [
      body(chunk([{ text: 'Teal.', color: 'teal' }], { hologram: 1 }), stop()),
      done,
    ],
    'a second start': 'Gemini sends no start',
    'the start of another response': 'Gemini sends no start',
    'interleaved blocks': [
      body(
        chunk([{ text: 'Te' }, { functionCall: { name: 'paint', args: { wall: 2 } } }]),
        text('al.'),
        stop(),
      ),
      { finish: 'tool-calls', text: 'Teal.', calls: [{ argumentsText: '{"wall":2}' }] },
    ],
    'token counts that decrease': [
      body(
        text('Teal.'),
        chunk([], { finishReason: 'STOP' }, { usageMetadata: { promptTokenCount: 7 } }),
      ),
      { ...done, inputTokens: 7 },
    ],
    'a huge signature': [
      body(signed(hugeSignature), stop()),
      { ...done, signatures: [hugeLength] },
    ],
    'an empty signature': [body(signed(''), stop()), { ...done, signatures: [] }],
    'a signature that is no string': [body(signed({ a: 1 }), stop()), { ...done, signatures: [] }],
    'a tool input that is no JSON': [
      body(chunk([{ functionCall: { id: 'a', name: 'paint', args: '{"wall":' } }]), stop()),
      { finish: 'tool-calls', calls: [{ argumentsText: '{"wall":' }] },
    ],
    'an unknown finish reason': [
      body(text('Teal.'), stop('OF_THE_FUTURE')),
      { finish: 'other', text: 'Teal.' },
    ],
    'an error first': [body(error), { code: 'overloaded' }],
    'an error after text': [body(text('Teal.'), error), { code: 'overloaded' }],
    'no end': [body(text('Teal.')), { code: 'stream-truncated' }],
    'content after the end': [body(text('Te'), stop(), text('al.')), done],
  },
  streams: {
    'parts of text': (count) => body(...repeat(count, (index) => text(`${index} `)), stop()),
    'parts of thoughts': (count) =>
      body(...repeat(count, () => chunk([{ text: 'Hm. ', thought: true }])), text('Teal.'), stop()),
    'signed parts': (count) => body(...repeat(count, () => signed('c2ln')), stop()),
    'parts in one chunk': (count) => body(chunk(repeat(count, () => ({ text: 'a ' }))), stop()),
    'long arguments': (count) =>
      body(
        chunk([{ functionCall: { name: 'paint', args: { walls: repeat(count, String) } } }]),
        stop(),
      ),
    'arguments in pieces': (count) =>
      body(
        chunk([{ functionCall: { name: 'paint', willContinue: true } }]),
        ...repeat(count, () =>
          chunk([
            {
              functionCall: {
                partialArgs: [{ jsonPath: '$.a', stringValue: 'b', willContinue: true }],
                willContinue: true,
              },
            },
          ]),
        ),
        chunk([{ functionCall: {} }]),
        stop(),
      ),
    'unknown parts': (count) =>
      body(...repeat(count, () => chunk([{ hologram: 'x' }])), text('Teal.'), stop()),
    sources: (count) =>
      body(
        text('Teal.'),
        ...repeat(count, (index) =>
          chunk([], {
            groundingMetadata: { groundingChunks: [{ web: { uri: `https://a.test/${index}` } }] },
          }),
        ),
        stop(),
      ),
    'a long chunk': (count) => body(text('ab '.repeat(8 * count)), stop()),
  },
};
