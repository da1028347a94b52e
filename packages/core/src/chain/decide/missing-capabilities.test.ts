import { describe, expect, it } from 'vitest';

import type { ChatRequest } from '../../chat/chat-request.ts';
import type { ProviderCapabilities } from '../../provider/provider-capabilities.ts';
import { ScriptedProvider } from '../../testing/scripted-provider.ts';
import { findSkipReason } from './find-skip-reason.ts';

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

function findMessage(request: ChatRequest, capabilities: ProviderCapabilities): string | undefined {
  const { definition } = new ScriptedProvider<string>({
    id: 'plain',
    models: ['m'],
    lifecycle: { state: 'active' },
    script: [],
  });
  const available = { demand: { limits: {}, tokens: 0 }, unavailable: undefined };
  return findSkipReason({ definition, model: 'm', capabilities }, request, available, 0)?.message;
}

describe('findSkipReason', () => {
  it.each(needs)('requires one capability for %s', (_name, capability, request) => {
    expect(findMessage(request, { ...all, [capability]: false })).toBe(
      `provider does not support ${capability}`,
    );
    expect(findMessage(request, { ...none, [capability]: true })).toBeUndefined();
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
    ['the response format text', { ...text, responseFormat: { type: 'text' } }],
  ])('requires no capability for %s', (_name, request) => {
    expect(findMessage(request, none)).toBeUndefined();
  });
});
