import type { ChatRequest } from '@understudy/core/provider';
import { SeededRandom } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { encodeChatRequest, encodeContinue } from './encode-chat-request.ts';
import { unsupportedSettings } from './request/unsupported-settings.ts';

const request: ChatRequest = { model: 'gpt-4', messages: [{ role: 'user', content: 'Hi' }] };
const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const constants = {
  plugin_ids: [],
  timezone_offset_min: -120,
  suggestions: [],
  history_and_training_disabled: true,
  arkose_token: '',
  force_paragen: false,
};

describe('encodeChatRequest', () => {
  it('says what the page of the site says', () => {
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
      ...constants,
    });
  });

  it('has ids of its own for each message', () => {
    const random = new SeededRandom(1);
    expect(encodeChatRequest(request, random)).not.toBe(encodeChatRequest(request, random));
  });
});

describe('encodeContinue', () => {
  it('names the message to be gone on with, and has none of its own', () => {
    const place = { conversationId: 'c-1', messageId: 'm-1' };
    expect(JSON.parse(encodeContinue('gpt-4', place))).toEqual({
      action: 'continue',
      conversation_id: 'c-1',
      parent_message_id: 'm-1',
      model: 'gpt-4',
      ...constants,
    });
  });
});

describe('unplacedSettings', () => {
  it('names what would change the answer and is not sent', () => {
    const full = { ...request, temperature: 0, stop: ['x'], user: 'u', metadata: { a: 'b' } };
    expect(unsupportedSettings(full, 'fakegpt')).toEqual(['temperature', 'stop']);
    const options = { ...request, providerOptions: { fakegpt: { a: 1 } } };
    expect(unsupportedSettings(options, 'fakegpt')).toEqual(['providerOptions']);
    expect(unsupportedSettings(request, 'fakegpt')).toEqual([]);
  });
});
