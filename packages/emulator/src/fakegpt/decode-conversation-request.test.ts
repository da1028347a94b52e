import { describe, expect, it } from 'vitest';

import { createNextBody } from '../../test/test-client.ts';
import { decodeConversationRequest } from './decode-conversation-request.ts';

describe('decodeConversationRequest', () => {
  it('decodes the last user message', () => {
    const earlier = { id: 'a', author: { role: 'user' }, content: { parts: ['One'] } };
    const system = { id: 's', author: { role: 'system' }, content: { parts: ['Two'] } };
    const last = { id: 'b', author: { role: 'user' }, content: { parts: ['Three'] } };
    const body = { ...createNextBody(''), messages: [earlier, last, system] };
    expect(decodeConversationRequest(body)).toMatchObject({
      action: 'next',
      conversationId: undefined,
      message: { id: 'b', text: 'Three' },
    });
  });

  it('decodes a continuation, which has no messages', () => {
    const body = { action: 'continue', model: 'm', conversation_id: 'c', parent_message_id: 'p' };
    expect(decodeConversationRequest(body)).toEqual({
      action: 'continue',
      model: 'm',
      conversationId: 'c',
      parentMessageId: 'p',
    });
  });

  it.each([
    [undefined, 'JSON object'],
    ['{', 'JSON object'],
    [{ ...createNextBody('a'), model: undefined }, '"model"'],
    [{ ...createNextBody('a'), parent_message_id: undefined }, '"parent_message_id"'],
    [{ ...createNextBody('a'), messages: [] }, '"messages"'],
    [{ ...createNextBody('a'), messages: [{ id: 'x', author: { role: 'user' } }] }, '"messages"'],
    [{ ...createNextBody('a'), action: 'variant' }, '"conversation_id"'],
    [{ ...createNextBody('a'), action: 'other', conversation_id: 'c' }, '"action"'],
  ])('names the invalid field of %j', (body, field) => {
    expect(decodeConversationRequest(body)).toContain(field);
  });
});
