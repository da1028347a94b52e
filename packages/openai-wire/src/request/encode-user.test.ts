import { expect, it } from 'vitest';

import { encodeChatRequest } from '../encode-chat-request.ts';
import { encodeResponsesRequest } from '../responses/index.ts';

function encode(user: string): unknown {
  const request = { model: 'm', messages: [{ role: 'user', content: 'Hi' }], user } as const;
  const settings = { provider: 'vendor', stream: false };
  const chat = encodeChatRequest(request, settings);
  const responses = encodeResponsesRequest(request, settings);
  return [
    [chat.body.user, chat.warnings],
    [responses.body.safety_identifier, responses.warnings],
  ];
}

it('sends the id of a user that vendors accept as it is', () => {
  for (const user of ['u1', 'a'.repeat(64)]) {
    expect(encode(user)).toEqual([
      [user, []],
      [user, []],
    ]);
  }
});

it('sends the hash of a longer id, which is the same for the same user', () => {
  const user = `user_${'a'.repeat(64)}_account__session_1`;
  const warnings = ['user replaced by its SHA-256: the API accepts at most 64 characters'];
  const hash = expect.stringMatching(/^[\da-f]{64}$/);
  expect(encode(user)).toEqual([
    [hash, warnings],
    [hash, warnings],
  ]);
  expect(encode(user)).toEqual(encode(user));
  expect(encode(user)).not.toEqual(encode(`${user}2`));
});
