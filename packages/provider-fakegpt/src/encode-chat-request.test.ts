import type { ChatRequest } from '@understudy/core/provider';
import { SeededRandom } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { encodeChatRequest, encodeContinuation } from './encode-chat-request.ts';
import { unsupportedSettings } from './request/unsupported-settings.ts';

const request: ChatRequest = { model: 'gpt-4', messages: [{ role: 'user', content: 'Hi' }] };
const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const constantFields = {
  plugin_ids: [],
  timezone_offset_min: -120,
  suggestions: [],
  history_and_training_disabled: true,
  arkose_token: '',
  force_paragen: false,
};

describe('encodeChatRequest', () => {
  it('sends the fields of the website', () => {
    expect(JSON.parse(encodeChatRequest(request, new SeededRandom(1)))).toEqual({
      action: 'next',
      messages: [
        {
          id: expect.stringMatching(uuid),
          author: { role: 'user' },
          content: { content_type: 'text', parts: ['Hi'] },
          metadata: {},
        },
      ],
      parent_message_id: expect.stringMatching(uuid),
      model: 'gpt-4',
      ...constantFields,
    });
  });

  it('creates new ids for each message', () => {
    const random = new SeededRandom(1);
    expect(encodeChatRequest(request, random)).not.toBe(encodeChatRequest(request, random));
  });
});

describe('encodeContinuation', () => {
  it('sends the ids of the message and no new message', () => {
    const messageRef = { conversationId: 'c-1', messageId: 'm-1' };
    expect(JSON.parse(encodeContinuation('gpt-4', messageRef))).toEqual({
      action: 'continue',
      conversation_id: 'c-1',
      parent_message_id: 'm-1',
      model: 'gpt-4',
      ...constantFields,
    });
  });
});

describe('unsupportedSettings', () => {
  it('returns the settings that affect the response and are not sent', () => {
    const full = { ...request, temperature: 0, stop: ['x'], user: 'u', metadata: { a: 'b' } };
    expect(unsupportedSettings(full, 'fakegpt')).toEqual(['temperature', 'stop']);
    const options = { ...request, providerOptions: { fakegpt: { a: 1 } } };
    expect(unsupportedSettings(options, 'fakegpt')).toEqual(['providerOptions']);
    expect(unsupportedSettings(request, 'fakegpt')).toEqual([]);
  });
});
