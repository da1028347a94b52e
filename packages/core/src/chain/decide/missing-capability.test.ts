import { describe, expect, it } from 'vitest';

import type { ChatRequest } from '../../chat/chat-request.ts';
import { findMissingCapability } from './find-skip-reason.ts';

const all = { tools: true, images: true, files: true, json: true };
const none = { tools: false, images: false, files: false, json: false };
const text: ChatRequest = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] };
const data = { type: 'base64', base64: '' } as const;

const needs: readonly (readonly [string, keyof typeof all, ChatRequest])[] = [
  ['a tool', 'tools', { ...text, tools: [{ name: 'now', inputSchema: {} }] }],
  [
    'a tool call in the history',
    'tools',
    {
      ...text,
      messages: [
        {
          role: 'assistant',
          content: [{ type: 'tool-call', id: '1', name: 'now', argumentsText: '{}' }],
        },
      ],
    },
  ],
  [
    'a tool result in the history',
    'tools',
    {
      ...text,
      messages: [
        {
          role: 'tool',
          content: [{ type: 'tool-result', toolCallId: '1', name: 'now', output: '' }],
        },
      ],
    },
  ],
  [
    'an image',
    'images',
    { ...text, messages: [{ role: 'user', content: [{ type: 'image', data }] }] },
  ],
  [
    'a file',
    'files',
    {
      ...text,
      messages: [{ role: 'user', content: [{ type: 'file', data, mediaType: 'text/plain' }] }],
    },
  ],
  ['JSON', 'json', { ...text, responseFormat: { type: 'json' } }],
];

describe('findMissingCapability', () => {
  it.each(needs)('finds what %s needs, and nothing else', (_name, capability, request) => {
    expect(findMissingCapability(request, { ...all, [capability]: false })).toBe(capability);
    expect(findMissingCapability(request, { ...none, [capability]: true })).toBeUndefined();
  });

  it.each<readonly [string, ChatRequest]>([
    ['text', text],
    [
      'text in parts',
      { ...text, messages: [{ role: 'user', content: [{ type: 'text', text: '' }] }] },
    ],
    [
      'reasoning of another turn',
      { ...text, messages: [{ role: 'assistant', content: [{ type: 'reasoning', text: 'hm' }] }] },
    ],
    [
      'a file that a model created',
      {
        ...text,
        messages: [
          { role: 'assistant', content: [{ type: 'file', data, mediaType: 'image/png' }] },
        ],
      },
    ],
    ['an empty list of tools', { ...text, tools: [] }],
    ['text asked for by name', { ...text, responseFormat: { type: 'text' } }],
  ])('that can do nothing more takes %s', (_name, request) => {
    expect(findMissingCapability(request, none)).toBeUndefined();
  });
});
