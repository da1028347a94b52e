import type { AssistantPart, Message, ToolCallPart, ToolResultPart } from '@understudy/core';

/** A conversation that an app stored, with parts that a vendor rejects unless the provider changes them. */
export interface History {
  readonly name: string;
  readonly messages: readonly Message[];
}

const pixel = {
  type: 'base64',
  base64:
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
} as const;
const image = { type: 'image', data: pixel, mediaType: 'image/png' } as const;
const sound = { type: 'file', data: pixel, mediaType: 'audio/flac' } as const;
const question: Message = { role: 'user', content: 'Which wall?' };
const next: Message = { role: 'user', content: 'And now?' };

function assistant(...content: AssistantPart[]): Message {
  return { role: 'assistant', content };
}

function results(...content: ToolResultPart[]): Message {
  return { role: 'tool', content };
}

function call(id: string, fields: Partial<ToolCallPart> = {}): ToolCallPart {
  return { type: 'tool-call', id, name: 'paint', argumentsText: '{"wall":2}', ...fields };
}

function result(toolCallId: string, fields: Partial<ToolResultPart> = {}): ToolResultPart {
  return { type: 'tool-result', toolCallId, name: 'paint', output: 'done', ...fields };
}

const text = { type: 'text', text: 'I paint.' } as const;
const foreign = { origin: 'other', originModel: 'model' } as const;

export const histories: readonly History[] = [
  {
    name: 'an aborted response of another vendor, of which only reasoning arrived',
    messages: [question, assistant({ type: 'reasoning', text: 'Hm', ...foreign }), next],
  },
  {
    name: 'empty responses',
    messages: [question, assistant(), next, { role: 'assistant', content: '' }, next],
  },
  {
    name: 'a refusal of another vendor',
    messages: [
      question,
      assistant({ type: 'text', text: 'No.', signature: 's', ...foreign }),
      next,
    ],
  },
  {
    name: 'server tools of another vendor',
    messages: [
      question,
      assistant(
        { type: 'text', text: '', providerMetadata: { block: { type: 'search' } }, ...foreign },
        { type: 'text', text: 'Found.', providerMetadata: { citations: [] }, ...foreign },
      ),
      next,
    ],
  },
  {
    name: 'a generated image of another vendor',
    messages: [
      question,
      assistant(text, { type: 'file', data: pixel, mediaType: 'image/png', ...foreign }),
      next,
    ],
  },
  {
    name: 'a response that is cut in the arguments of a call',
    messages: [question, assistant(call('c1', { argumentsText: '{"wall":' })), next],
  },
  {
    name: 'calls with the same id, with long ids and with other characters',
    messages: [
      question,
      assistant(call('functions.paint:0'), call('x'.repeat(450))),
      results(result('functions.paint:0'), result('x'.repeat(450))),
      assistant(call('functions.paint:0')),
      results(result('functions.paint:0')),
    ],
  },
  {
    name: 'calls without an id',
    messages: [question, assistant(call(''), call('')), results(result(''), result(''))],
  },
  {
    name: 'calls of tools with other names, which the request does not have',
    messages: [
      question,
      assistant(call('c1', { name: 'git commit -m "x"' }), call('c2', { name: '' })),
      results(result('c1', { name: 'git commit -m "x"' }), result('c2', { name: '' })),
    ],
  },
  {
    name: 'a call without its result',
    messages: [question, assistant(text, call('c1'), call('c2')), results(result('c2')), next],
  },
  {
    name: 'results without their call, and twice',
    messages: [
      results(result('c9')),
      question,
      assistant(call('c1')),
      results(result('c1'), result('c1')),
      next,
    ],
  },
  {
    name: 'messages between a call and its result',
    messages: [
      question,
      assistant(call('c1')),
      { role: 'system', content: 'Hurry.' },
      next,
      results(result('c1')),
    ],
  },
  {
    name: 'an image of a result, and of a failed one',
    messages: [
      question,
      assistant(call('c1'), call('c2')),
      results(
        result('c1', { parts: [image] }),
        result('c2', { output: '', parts: [image], isError: true }),
      ),
      next,
    ],
  },
  {
    name: 'empty results',
    messages: [
      question,
      assistant(call('c1'), call('c2'), call('c3')),
      results(
        result('c1', { output: '' }),
        result('c2', { output: ' \n', isError: true }),
        result('c3', { output: 'done', parts: [] }),
      ),
    ],
  },
  {
    name: 'a result in a file that the vendor does not read',
    messages: [question, assistant(call('c1')), results(result('c1', { parts: [sound] }))],
  },
  {
    name: 'incomplete and control characters',
    messages: [
      { role: 'user', content: 'Which \ud83d wall?\u0000\u001b' },
      assistant(
        call('c1', {
          argumentsText: String.raw`{"wall":2,"id":1234567890123456789,"\ud83d":"\udc00"}`,
        }),
      ),
      results(result('c1', { output: 'done \udc00' })),
    ],
  },
  {
    name: 'a conversation that the model begins, and messages of the same role',
    messages: [assistant(text), assistant(text), question, next, { role: 'system', content: 'Hm' }],
  },
];
