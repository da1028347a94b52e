import { openai } from '@understudy/provider-openai';

import { hugeLength, hugeSignature, repeat } from './protocol.ts';
import type { Protocol } from './protocol.ts';
import {
  added,
  argumentsDelta,
  body,
  call,
  completed,
  counts,
  created,
  delta,
  done,
  ended,
  error,
  message,
  reasoning,
  response,
  text,
} from './responses-events.ts';

export const responsesProtocol: Protocol = {
  label: 'OpenAI Responses',
  model: 'gpt-6-astra',
  contentType: 'text/event-stream',
  define: (url, apiKey = 'any') =>
    openai({ id: 'vendor', apiKey, baseUrl: `${url}/v1`, api: 'responses' }),
  inputs: {
    'an unknown event': [
      body(created(), { type: 'response.hologram.delta', delta: 'x' }, ...text(0), completed()),
      done,
    ],
    'an unknown block': [
      body(
        created(),
        added(0, { type: 'hologram' }),
        ended(0, { type: 'hologram' }),
        ...text(1),
        completed(),
      ),
      done,
    ],
    'an unknown delta or field': [
      body(
        created({ hologram: 1 }),
        added(0, { ...message, color: 'teal' }),
        delta(0, 'Teal.'),
        completed(),
      ),
      done,
    ],
    'a second start': [body(created(), ...text(0), created(), completed()), done],
    'the start of another response': [
      body(created(), ...text(0), created({ id: 'resp_2' }), ...text(0), completed()),
      { code: 'malformed-response' },
    ],
    'interleaved blocks': [
      body(
        created(),
        added(0, message),
        added(1, { ...call, arguments: '' }),
        delta(0, 'Te'),
        argumentsDelta(1, '{"wall"'),
        delta(0, 'al.'),
        argumentsDelta(1, ':2}'),
        ended(1, { ...call, arguments: '{"wall":2}' }),
        ended(0, { ...message, content: [{ type: 'output_text', text: 'Teal.' }] }),
        completed(),
      ),
      { finish: 'tool-calls', text: 'Teal.', calls: [{ argumentsText: '{"wall":2}' }] },
    ],
    'token counts that decrease': [
      body(created({ usage: { ...counts, input_tokens: 10 } }), ...text(0), completed()),
      { ...done, inputTokens: 7 },
    ],
    'a huge signature': [
      body(created(), reasoning(hugeSignature), ...text(1), completed()),
      { ...done, signatures: [hugeLength] },
    ],
    'an empty signature': [
      body(created(), reasoning(''), ...text(1), completed()),
      { ...done, signatures: [] },
    ],
    'a signature that is no string': [
      body(created(), reasoning({ a: 1 }), ...text(1), completed()),
      { ...done, signatures: [] },
    ],
    'a tool input that is no JSON': [
      body(
        created(),
        added(0, { ...call, arguments: '' }),
        argumentsDelta(0, '{"wall":'),
        ended(0, { ...call, arguments: '{"wall":' }),
        completed(),
      ),
      { finish: 'tool-calls', calls: [{ argumentsText: '{"wall":', incomplete: true }] },
    ],
    'an unknown finish reason': [
      body(created(), ...text(0), {
        type: 'response.incomplete',
        response: { ...response, status: 'incomplete', incomplete_details: { reason: 'new' } },
      }),
      { finish: 'other', text: 'Teal.' },
    ],
    'an error first': [body(error), { code: 'overloaded' }],
    'an error after text': [body(created(), ...text(0), error), { code: 'overloaded' }],
    'no end': [body(created(), ...text(0)), { code: 'stream-truncated' }],
    'content after the end': [body(created(), ...text(0), completed(), ...text(1)), done],
  },
  streams: {
    'deltas of text': (count) =>
      body(
        created(),
        added(0, message),
        ...repeat(count, (index) => delta(0, `${index} `)),
        completed(),
      ),
    messages: (count) =>
      body(created(), ...repeat(count, (index) => text(index)).flat(), completed()),
    'deltas of summaries': (count) =>
      body(
        created(),
        added(0, { type: 'reasoning', id: 'rs_1', summary: [] }),
        ...repeat(count, (index) => ({
          type: 'response.reasoning_summary_text.delta',
          output_index: 0,
          summary_index: index % 8,
          delta: 'Hm. ',
        })),
        ...text(1),
        completed(),
      ),
    'deltas of arguments': (count) =>
      body(
        created(),
        added(0, { ...call, arguments: '' }),
        ...repeat(count, () => argumentsDelta(0, '{"a":[],')),
        completed(),
      ),
    'calls of tools': (count) =>
      body(
        created(),
        ...repeat(count, (index) =>
          ended(index, { ...call, id: `fc_${index}`, call_id: `c_${index}`, arguments: '{}' }),
        ),
        completed(),
      ),
    'interleaved items': (count) =>
      body(
        created(),
        ...repeat(64, (index) => added(index, { ...message, id: `msg_${index}` })),
        ...repeat(count, (index) => delta(index % 64, 'a ')),
        completed(),
      ),
    'unknown events': (count) =>
      body(created(), ...repeat(count, () => ({ type: 'response.new' })), ...text(0), completed()),
    sources: (count) =>
      body(
        created(),
        added(0, message),
        delta(0, 'Teal.'),
        ...repeat(count, (index) => ({
          type: 'response.output_text.annotation.added',
          output_index: 0,
          content_index: 0,
          annotation: { type: 'url_citation', url: `https://a.test/${index}`, title: 'A' },
        })),
        completed(),
      ),
    'a long event': (count) =>
      body(created(), added(0, message), delta(0, 'ab '.repeat(8 * count)), completed()),
  },
};
