import { anthropic } from '@understudy/provider-anthropic';

import {
  body,
  close,
  delta,
  done,
  error,
  open,
  start,
  stop,
  text,
  thinking,
} from './anthropic-events.ts';
import { hugeLength, hugeSignature, repeat } from './protocol.ts';
import type { Protocol } from './protocol.ts';

export const anthropicProtocol: Protocol = {
  label: 'Anthropic',
  model: 'claude-sonnet-5',
  contentType: 'text/event-stream',
  define: (url, apiKey = 'any') => anthropic({ id: 'vendor', apiKey, baseUrl: `${url}/v1` }),
  inputs: {
    'an unknown event': [
      body(start(), { type: 'of_the_future', x: 1 }, ...text(0), ...stop()),
      done,
    ],
    'an unknown block': [
      body(start(), open(0, { type: 'hologram' }), close(0), ...text(1), ...stop()),
      done,
    ],
    'an unknown delta or field': [
      body(
        start(),
        open(0, { type: 'text', text: '', color: 'teal' }),
        delta(0, { type: 'hologram_delta', hologram: 'x' }),
        delta(0, { type: 'text_delta', text: 'Teal.' }),
        close(0),
        ...stop(),
      ),
      done,
    ],
    'a second start': [body(start(), ...text(0), start(), ...stop()), done],
    'the start of another response': [
      body(start(), ...text(0), start({ id: 'msg_2' }), ...text(0), ...stop()),
      { code: 'malformed-response' },
    ],
    'interleaved blocks': [
      body(
        start(),
        open(0, { type: 'text', text: '' }),
        open(1, { type: 'tool_use', id: 'toolu_1', name: 'paint', input: {} }),
        delta(0, { type: 'text_delta', text: 'Te' }),
        delta(1, { type: 'input_json_delta', partial_json: '{"wall"' }),
        delta(0, { type: 'text_delta', text: 'al.' }),
        delta(1, { type: 'input_json_delta', partial_json: ':2}' }),
        close(1),
        close(0),
        ...stop('tool_use'),
      ),
      { finish: 'tool-calls', text: 'Teal.', calls: [{ argumentsText: '{"wall":2}' }] },
    ],
    'token counts that decrease': [
      body(start(), ...text(0), ...stop('end_turn', { input_tokens: 7, output_tokens: 0 })),
      { ...done, inputTokens: 7 },
    ],
    'a huge signature': [
      body(start(), ...thinking(hugeSignature), ...text(1), ...stop()),
      { ...done, signatures: [hugeLength] },
    ],
    'an empty signature': [
      body(start(), ...thinking(''), ...text(1), ...stop()),
      { ...done, signatures: [] },
    ],
    'a signature that is no string': [
      body(start(), ...thinking({ a: 1 }), ...text(1), ...stop()),
      { ...done, signatures: [] },
    ],
    'a tool input that is no JSON': [
      body(
        start(),
        open(0, { type: 'tool_use', id: 'toolu_1', name: 'paint', input: {} }),
        delta(0, { type: 'input_json_delta', partial_json: '{"wall":' }),
        close(0),
        ...stop('tool_use'),
      ),
      { finish: 'tool-calls', calls: [{ argumentsText: '{"wall":' }] },
    ],
    'an unknown finish reason': [
      body(start(), ...text(0), ...stop('of_the_future')),
      { finish: 'other', text: 'Teal.' },
    ],
    'an error first': [body(error), { code: 'overloaded' }],
    'an error after text': [body(start(), ...text(0), error), { code: 'overloaded' }],
    'no end': [body(start(), ...text(0)), { code: 'stream-truncated' }],
    'content after the end': [body(start(), ...text(0), ...stop(), ...text(1)), done],
  },
  streams: {
    'deltas of text': (count) =>
      body(
        start(),
        open(0, { type: 'text', text: '' }),
        ...repeat(count, (index) => delta(0, { type: 'text_delta', text: `${index} ` })),
        ...stop(),
      ),
    'blocks of text': (count) =>
      body(start(), ...repeat(count, (index) => text(index)).flat(), ...stop()),
    'deltas of thinking and signatures': (count) =>
      body(
        start(),
        ...repeat(count, () => thinking('c2ln').slice(1, 3)).flat(),
        ...text(1),
        ...stop(),
      ),
    'deltas of arguments': (count) =>
      body(
        start(),
        open(0, { type: 'tool_use', id: 'a', name: 'paint', input: {} }),
        ...repeat(count, () => delta(0, { type: 'input_json_delta', partial_json: '{"a":[],' })),
        ...stop('tool_use'),
      ),
    'interleaved blocks': (count) =>
      body(
        start(),
        ...repeat(64, (index) => open(index, { type: 'text', text: '' })),
        ...repeat(count, (index) => delta(index % 64, { type: 'text_delta', text: 'a ' })),
        ...stop(),
      ),
    'calls of tools': (count) =>
      body(
        start(),
        ...repeat(count, (index) => [
          open(index, { type: 'tool_use', id: `a${index}`, name: 'paint', input: {} }),
          close(index),
        ]).flat(),
        ...stop('tool_use'),
      ),
    'unknown events': (count) =>
      body(start(), ...repeat(count, () => ({ type: 'of_the_future' })), ...text(0), ...stop()),
    'token counts': (count) =>
      body(
        start(),
        ...text(0),
        ...repeat(count, (index) => ({
          type: 'message_delta',
          delta: {},
          usage: { output_tokens: index },
        })),
        ...stop(),
      ),
    citations: (count) =>
      body(
        start(),
        open(0, { type: 'text', text: 'a' }),
        ...repeat(count, (index) =>
          delta(0, { type: 'citations_delta', citation: { url: `https://a.test/${index}` } }),
        ),
        ...stop(),
      ),
    'a long event': (count) => body(start(), ...text(0, 'ab '.repeat(8 * count)), ...stop()),
  },
};
