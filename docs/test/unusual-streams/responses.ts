import {
  added,
  argumentsDelta,
  body,
  call,
  completed,
  created,
  delta,
  done,
  ended,
  message,
  response,
  text,
} from '../bad-input/responses-events.ts';
import { responsesProtocol } from '../bad-input/responses.ts';
import { calls, fullCall, part, reasoning, teal, thought } from './responses-fixture.ts';
import { reorderedStreams } from './responses-order.ts';
import { malformed } from './unusual-stream.ts';
import type { UnusualStreams } from './unusual-stream.ts';

export const responsesStreams: UnusualStreams = {
  protocol: responsesProtocol,
  streams: {
    'only the end of a text': {
      body: body(created(), part('response.output_text.done'), completed()),
      outcome: done,
    },
    'only the end of a part': {
      body: body(created(), part('response.content_part.done'), completed()),
      outcome: done,
    },
    'only the start of a part, with its text': {
      body: body(created(), added(0, message), part('response.content_part.added'), completed()),
      outcome: done,
    },
    'only the end of reasoning': {
      body: body(
        created(),
        { ...thought('response.reasoning_text.done'), text: 'Hm.' },
        ...text(1),
        completed(),
      ),
      outcome: { ...done, reasoning: 'Hm.' },
    },
    'arguments of a call that never starts': {
      body: body(created(), ...text(0), argumentsDelta(1, '{"wall":2}'), completed()),
      outcome: malformed,
    },
    'arguments before their call': {
      body: body(created(), argumentsDelta(0, '{"wall":2}'), ended(0, fullCall), completed()),
      outcome: calls,
    },
    'a call whose name follows at its end': {
      body: body(
        created(),
        added(0, { ...call, name: '', arguments: '' }),
        argumentsDelta(0, '{"wall":2}'),
        ended(0, fullCall),
        completed(),
      ),
      outcome: calls,
    },
    'text at the index of open reasoning': {
      body: body(
        created(),
        added(0, reasoning),
        thought('response.reasoning_text.delta'),
        delta(0, 'Teal.'),
        completed(),
      ),
      outcome: { ...done, reasoning: 'Hm.' },
    },
    'reasoning at the index of an open message': {
      body: body(
        created(),
        added(0, message),
        thought('response.reasoning_text.delta'),
        delta(0, 'Teal.'),
        completed(),
      ),
      outcome: { ...done, reasoning: 'Hm.' },
    },
    'arguments at the index of an open message': {
      body: body(
        created(),
        added(0, message),
        delta(0, 'Te'),
        argumentsDelta(0, '{}'),
        completed(),
      ),
      outcome: malformed,
    },
    ...reorderedStreams,
    'indices that are texts': {
      body: body(
        created(),
        { ...added(0, message), output_index: '0' },
        { ...delta(0, 'Te'), output_index: '0' },
        { ...added(1, call), output_index: '1' },
        { ...argumentsDelta(1, '{"wall":2}'), output_index: '1' },
        { ...delta(0, 'al.'), output_index: '0' },
        completed(),
      ),
      outcome: { ...calls, text: 'Teal.' },
    },
    'a delta that is an object': {
      body: body(created(), ...text(0), { ...delta(0, ''), delta: { text: 'Red.' } }, completed()),
      outcome: malformed,
    },
    'an item without a type': {
      body: body(created(), added(0, { id: 'msg_1' }), delta(0, 'Teal.'), completed()),
      outcome: done,
    },
    'a call that ends at another index': {
      body: body(
        created(),
        added(0, { ...call, arguments: '' }),
        argumentsDelta(0, '{"wall":2}'),
        ended(1, fullCall),
        completed(),
      ),
      outcome: calls,
    },
    'a call that is sent again at another index': {
      body: body(created(), ended(0, fullCall), ended(1, fullCall), completed()),
      outcome: calls,
    },
    'a message that ends at another index': {
      body: body(created(), added(0, message), delta(0, 'Teal.'), ended(1, teal), completed()),
      outcome: done,
    },
    'text at another index than its item': {
      body: body(
        created(),
        added(0, message),
        { ...delta(1, 'Teal.'), item_id: 'msg_1' },
        ended(0, teal),
        completed({ output: [teal] }),
      ),
      outcome: done,
    },
    'a part with another index at its end': {
      body: body(
        created(),
        added(0, message),
        { ...delta(0, 'Teal.'), content_index: 1 },
        ended(0, teal),
        completed(),
      ),
      outcome: done,
    },
    'a delta before its item': {
      body: body(
        created(),
        { ...thought('response.reasoning_summary_text.delta'), item_id: 'rs_1' },
        added(0, reasoning),
        ended(0, { ...reasoning, summary: [{ type: 'summary_text', text: 'Hm.' }] }),
        ...text(1),
        completed(),
      ),
      outcome: { ...done, reasoning: 'Hm.' },
    },
    'a delta after its item': {
      body: body(created(), ended(0, teal), { ...delta(0, 'al.'), item_id: 'msg_1' }, completed()),
      outcome: done,
    },
    'the end of a part after its item': {
      body: body(created(), ...text(0), part('response.content_part.done'), completed()),
      outcome: done,
    },
    'a second start without an id': {
      body: body(created(), created({ id: '' }), ...text(0), completed()),
      outcome: done,
    },
    'the response is sent again from its start': {
      body: body(created(), added(0, message), delta(0, 'Te'), created(), ...text(0), completed()),
      outcome: malformed,
    },
    'the complete response is one event': {
      body: `data: ${JSON.stringify({ ...response, status: 'completed', output: [teal] })}\n\n`,
      outcome: done,
    },
    'all structural events twice': {
      body: body(
        created(),
        created(),
        added(0, message),
        added(0, message),
        delta(0, 'Teal.'),
        part('response.output_text.done'),
        part('response.output_text.done'),
        ended(0, teal),
        ended(0, teal),
        completed(),
        completed(),
      ),
      outcome: done,
    },
    'the end without a line break, and a reset': {
      body: body(created(), ...text(0), completed()).trimEnd(),
      ending: 'reset',
      outcome: done,
    },
  },
};
