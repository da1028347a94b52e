import {
  body,
  close,
  delta,
  done,
  message,
  open,
  start,
  stop,
  text,
} from '../bad-input/anthropic-events.ts';
import { anthropicProtocol } from '../bad-input/anthropic.ts';
import { malformed } from './unusual-stream.ts';
import type { UnusualStreams } from './unusual-stream.ts';

const openText = open(0, { type: 'text', text: '' });
const openTool = open(0, { type: 'tool_use', id: 'toolu_1', name: 'paint', input: {} });
const words = (piece: unknown): ReturnType<typeof delta> =>
  delta(0, { type: 'text_delta', text: piece });
const json = (piece: string): ReturnType<typeof delta> =>
  delta(0, { type: 'input_json_delta', partial_json: piece });
const call = { finish: 'tool-calls', calls: [{ argumentsText: '{"wall":2}' }] } as const;
const complete = {
  ...message,
  content: [{ type: 'text', text: 'Teal.' }],
  stop_reason: 'end_turn',
};

export const anthropicStreams: UnusualStreams = {
  protocol: anthropicProtocol,
  streams: {
    'a delta that is an empty list': {
      body: body(start(), openText, words('Teal.'), delta(0, []), close(0), ...stop()),
      outcome: done,
    },
    'the message is sent again from its start': {
      body: body(start(), openText, words('Te'), start(), ...text(0), ...stop()),
      outcome: malformed,
    },
    'a complete block is sent again after a second start': {
      body: body(start(), ...text(0), start(), ...text(0), ...stop()),
      outcome: malformed,
    },
    'a second start in a block': {
      body: body(start(), openText, words('Te'), start(), words('al.'), close(0), ...stop()),
      outcome: done,
    },
    'two starts with empty ids': {
      body: body(start({ id: '' }), start({ id: '' }), ...text(0), ...stop()),
      outcome: done,
    },
    'the start after the first block': {
      body: body(openText, words('Te'), start(), words('al.'), close(0), ...stop()),
      outcome: done,
    },
    'the start of a call is sent twice': {
      body: body(start(), openTool, openTool, json('{"wall":2}'), close(0), ...stop('tool_use')),
      outcome: call,
    },
    'the start of a call is sent again after its arguments': {
      body: body(
        start(),
        openTool,
        json('{"wall":'),
        openTool,
        json('{"wall":2}'),
        close(0),
        ...stop('tool_use'),
      ),
      outcome: malformed,
    },
    'a delta without a type and without a block': {
      body: body(start(), delta(0, { text: 'Teal.' }), ...stop()),
      outcome: done,
    },
    'text in the block of a call': {
      body: body(start(), openTool, json('{"wall":2}'), words('Teal.'), ...stop('tool_use')),
      outcome: { ...call, text: 'Teal.' },
    },
    'arguments in a block of text': {
      body: body(start(), openText, words('Te'), json('{"wall":2}'), close(0), ...stop()),
      outcome: malformed,
    },
    'a delta that is a text': {
      body: body(start(), ...text(0), { ...words(''), delta: 'Red.' }, ...stop()),
      outcome: malformed,
    },
    'a text that is a number': {
      body: body(start(), ...text(0), words(7), ...stop()),
      outcome: malformed,
    },
    'indices that are texts': {
      body: body(
        start(),
        { ...open(0, { type: 'tool_use', id: 'a', name: 'paint', input: {} }), index: '0' },
        { ...open(1, { type: 'tool_use', id: 'b', name: 'paint', input: {} }), index: '1' },
        { ...json('{"wall":2}'), index: '0' },
        { ...json('{"wall":3}'), index: '1' },
        ...stop('tool_use'),
      ),
      outcome: {
        finish: 'tool-calls',
        calls: [{ argumentsText: '{"wall":2}' }, { argumentsText: '{"wall":3}' }],
      },
    },
    'thinking whose first delta repeats its start': {
      body: body(
        start(),
        open(0, { type: 'thinking', thinking: 'Hm', signature: '' }),
        delta(0, { type: 'thinking_delta', thinking: 'Hm.' }),
        close(0),
        ...text(1),
        ...stop(),
      ),
      outcome: { ...done, reasoning: 'Hm.' },
    },
    'the complete message is one event': {
      body: `data: ${JSON.stringify(complete)}\n\n`,
      outcome: done,
    },
    'one line break between events': {
      body: `data: ${[start(), ...text(0), ...stop()].map((each) => JSON.stringify(each)).join('\ndata: ')}\n\n`,
      outcome: done,
    },
    'an error whose fields are in the event': {
      body: `${body(start(), ...text(0))}event: error\ndata: {"code":"rate_limit_error","message":"Slow down"}\n\n`,
      outcome: { code: 'rate-limited' },
    },
    'the end without a line break on an open connection': {
      body: body(start(), ...text(0), ...stop()).trimEnd(),
      ending: 'open',
      outcome: done,
    },
    'a reset after the end': {
      body: body(start(), ...text(0), ...stop()),
      ending: 'reset',
      outcome: done,
    },
  },
};
