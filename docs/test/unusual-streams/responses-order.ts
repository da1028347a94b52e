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
  text,
} from '../bad-input/responses-events.ts';
import { calls, fullCall, part, reasoning, teal, thought } from './responses-fixture.ts';
import { malformed } from './unusual-stream.ts';
import type { UnusualStreams } from './unusual-stream.ts';

/** Streams of the Responses API whose events have another order or another index. */
export const reorderedStreams: UnusualStreams['streams'] = {
  'text at the index of an open call': {
    body: body(
      created(),
      added(0, { ...call, arguments: '' }),
      argumentsDelta(0, '{"wall"'),
      delta(0, 'Teal.'),
      argumentsDelta(0, ':2}'),
      ended(0, fullCall),
      completed(),
    ),
    outcome: malformed,
  },
  'arguments before the start of their call': {
    body: body(
      created(),
      argumentsDelta(0, '{"wall"'),
      added(0, { ...call, arguments: '' }),
      argumentsDelta(0, ':2}'),
      ended(0, fullCall),
      completed(),
    ),
    outcome: calls,
  },
  'arguments before the start of a call that ends without them': {
    body: body(
      created(),
      argumentsDelta(0, '{"wall"'),
      added(0, { ...call, arguments: '' }),
      argumentsDelta(0, ':2}'),
      ended(0, { ...call, arguments: '' }),
      completed(),
    ),
    outcome: malformed,
  },
  'the end of a part before its deltas': {
    body: body(
      created(),
      added(0, message),
      delta(0, 'T'),
      part('response.content_part.done'),
      delta(0, 'ea'),
      delta(0, 'l.'),
      ended(0, teal),
      completed(),
    ),
    outcome: done,
  },
  'the end of a part before deltas of another text': {
    body: body(
      created(),
      added(0, message),
      delta(0, 'T'),
      part('response.output_text.done'),
      delta(0, 'l.'),
      ended(0, teal),
      completed(),
    ),
    outcome: malformed,
  },
  'the end of reasoning before its deltas': {
    body: body(
      created(),
      added(0, reasoning),
      { ...thought('response.reasoning_text.done'), text: 'Hm.' },
      thought('response.reasoning_text.delta'),
      ended(0, { ...reasoning, content: [{ type: 'reasoning_text', text: 'Hm.' }] }),
      ...text(1),
      completed(),
    ),
    outcome: { ...done, reasoning: 'Hm.' },
  },
  'more text after the end of a complete part': {
    body: body(
      created(),
      added(0, message),
      delta(0, 'Teal.'),
      part('response.output_text.done'),
      delta(0, ' Red.'),
      completed(),
    ),
    outcome: { finish: 'stop', text: 'Teal. Red.' },
  },
  'the ends of a part with another index than its deltas': {
    body: body(
      created(),
      added(0, message),
      delta(0, 'Te'),
      delta(0, 'al.'),
      { ...part('response.output_text.done'), content_index: 1 },
      { ...part('response.content_part.done'), content_index: 1 },
      ended(0, teal),
      completed(),
    ),
    outcome: done,
  },
  'the end of reasoning with another index than its deltas': {
    body: body(
      created(),
      added(0, reasoning),
      thought('response.reasoning_text.delta'),
      { ...thought('response.reasoning_text.done'), content_index: 1, text: 'Hm.' },
      ended(0, reasoning),
      ...text(1),
      completed(),
    ),
    outcome: { ...done, reasoning: 'Hm.' },
  },
};
