import { describe, expect, it } from 'vitest';

import { cutMessage, decodeEvents, finalMessage, message, textOf } from '../test/fakegpt-events.ts';
import { ChatStreamDecoder } from './decode-chat-stream.ts';

const done = '[DONE]';

function read(decoder: ChatStreamDecoder, ...events: readonly (object | string)[]): string {
  const data = events.map((event) => (typeof event === 'string' ? event : JSON.stringify(event)));
  return textOf(decoder.decode(data.map((entry) => ({ data: entry }))).events);
}

async function codeOf(...events: readonly (object | string)[]): Promise<string | undefined> {
  const { end } = await decodeEvents(...events);
  return end?.type === 'failed' ? end.error.code : undefined;
}

describe('ChatStreamDecoder: selection of messages', () => {
  it('ignores messages that are not the response', async () => {
    const { text } = await decodeEvents(
      message({ role: 'system', text: 's', messageType: null }),
      message({ role: 'user', text: 'u', messageType: null }),
      message({ role: 'critic', text: 'c' }),
      message({ messageType: 'variant', text: 'v' }),
      message({ messageType: null, text: 'n' }),
      finalMessage('Teal.'),
      done,
    );
    expect(text).toBe('Teal.');
  });

  it('accepts another message while the first is empty', async () => {
    const { text } = await decodeEvents(
      message({ id: 'm-1' }),
      finalMessage('Teal.', { id: 'm-2' }),
      done,
    );
    expect(text).toBe('Teal.');
  });

  it('ignores another message between snapshots', async () => {
    const { text, end } = await decodeEvents(
      message({ id: 'm-1', text: 'Te' }),
      message({ id: 'm-2', text: 'Blue' }),
      finalMessage('Teal.', { id: 'm-1' }),
      done,
    );
    expect(text).toBe('Teal.');
    expect(end).toMatchObject({ type: 'finished', reason: 'stop' });
  });

  it('fails if another message follows before the end of the first', async () => {
    const events = [message({ id: 'm-1', text: 'Te' }), finalMessage('Blue', { id: 'm-2' }), done];
    expect(await codeOf(...events)).toBe('malformed-response');
  });

  it('reads a message without a recipient as one to all', async () => {
    const event = JSON.stringify(finalMessage('Teal.')).replace(',"recipient":"all"', '');
    expect(event).not.toContain('recipient');
    expect((await decodeEvents(event, done)).text).toBe('Teal.');
  });

  it('appends the next message of the same turn', async () => {
    const { text } = await decodeEvents(
      message({ id: 'm-1', text: 'Look: ', status: 'finished_successfully', endTurn: false }),
      finalMessage('Teal.', { id: 'm-2' }),
      done,
    );
    expect(text).toBe('Look: Teal.');
  });

  it('ignores an invalid snapshot if a valid one follows', async () => {
    const unreadable = message({ parts: [{ asset_pointer: 'x' }] });
    const { text } = await decodeEvents(
      message({ text: 'Te' }),
      unreadable,
      finalMessage('Teal.'),
      done,
    );
    expect(text).toBe('Teal.');
  });

  it('joins several parts and reads text without parts', async () => {
    const parts = { parts: ['Te', 'al.'] };
    expect((await decodeEvents(finalMessage('', parts), done)).text).toBe('Teal.');
    const raw = JSON.stringify(finalMessage('Teal.')).replace(
      '"parts":["Teal."]',
      '"text":"Teal."',
    );
    expect((await decodeEvents(raw, done)).text).toBe('Teal.');
  });

  it('ignores the field __proto__', async () => {
    const raw = JSON.stringify(finalMessage('Teal.')).replace('"message":', '"__proto__":');
    expect((await decodeEvents(raw, finalMessage('Blue.'), done)).text).toBe('Blue.');
  });
});

describe('ChatStreamDecoder: end of a response', () => {
  it('ends at [DONE] and ignores later data', async () => {
    const { end, text } = await decodeEvents(finalMessage('Teal.'), '[DONE] ', '{"junk', 'junk');
    expect(end).toMatchObject({ type: 'finished', reason: 'stop', rawReason: 'stop' });
    expect(text).toBe('Teal.');
  });

  it('finishes with other at [DONE] without a reason', async () => {
    expect((await decodeEvents(message({ text: 'Te' }), done)).end).toMatchObject({
      reason: 'other',
      rawReason: undefined,
    });
  });

  it.each(['[DONE]', ' [DONE] \t'])('recognizes %j in an unterminated event', (data) => {
    const { end } = new ChatStreamDecoder().decode([{ data, unterminated: true }]);
    expect(end).toMatchObject({ type: 'finished' });
  });

  it('ignores other unterminated events', () => {
    const decoder = new ChatStreamDecoder();
    decoder.decode([{ data: JSON.stringify(message({ text: 'Te' })) }]);
    const data = JSON.stringify(message({ text: 'Teal' }));
    expect(decoder.decode([{ data, unterminated: true }])).toEqual({ events: [], end: undefined });
  });

  it.each(['"[DONE]"', '{"x":"[DONE]"}'])('does not end at %s', async (data) => {
    expect((await decodeEvents(data)).end?.type).not.toBe('finished');
  });

  it('ignores [DONE] in a named event', () => {
    const { end } = new ChatStreamDecoder().decode([{ event: 'note', data: done }]);
    expect(end).toBeUndefined();
  });

  it('has no end if the body ends before the message', async () => {
    expect((await decodeEvents(message({ text: 'Te' }))).end).toBeUndefined();
    expect((await decodeEvents()).end).toBeUndefined();
  });

  it('finishes with other for an unknown reason', async () => {
    const event = finalMessage('Teal.', { finish: 'something_new' });
    expect((await decodeEvents(event, done)).end).toMatchObject({
      reason: 'other',
      rawReason: 'something_new',
    });
  });

  it.each([
    ['finish details', message({ text: 'Te', finish: 'stop', endTurn: true })],
    ['finish details alone', message({ text: 'Te', finish: 'stop' })],
    ['status', message({ text: 'Te', status: 'finished_successfully', endTurn: true })],
  ])('finishes if the body ends after %s', async (_, event) => {
    expect((await decodeEvents(event)).end).toMatchObject({ type: 'finished', reason: 'stop' });
  });

  it.each([null, false])(
    'has no end if the body ends after a finished message with end_turn %j',
    async (endTurn) => {
      const event = message({ text: 'Te', status: 'finished_successfully', endTurn });
      expect((await decodeEvents(event)).end).toBeUndefined();
    },
  );

  it('has no end if the body ends after a tool call', async () => {
    const events = [
      finalMessage('Look.', { endTurn: null }),
      message({ id: 'm-2', recipient: 'browser', text: 'x' }),
    ];
    expect((await decodeEvents(...events)).end).toBeUndefined();
  });

  it('finishes if the last snapshot is repeated after a tool turn', async () => {
    const last = finalMessage('Teal.');
    const tool = message({ role: 'tool', text: 'page' });
    expect((await decodeEvents(last, tool, last, done)).end).toMatchObject({ reason: 'stop' });
  });

  it('ends with cut at max_tokens and returns the message to continue', () => {
    const decoder = new ChatStreamDecoder();
    const data = [JSON.stringify(cutMessage('Te')), done].map((entry) => ({ data: entry }));
    expect(decoder.decode(data).end).toMatchObject({ type: 'cut', reason: 'length' });
    expect(decoder.messageRef).toEqual({ conversationId: 'c-1', messageId: 'm-ast' });
  });

  it('ends with cut for a partially finished message', async () => {
    const event = message({ text: 'Te', status: 'finished_partial_completion' });
    expect((await decodeEvents(event, done)).end).toMatchObject({ type: 'cut' });
  });

  it.each([true, false, null])(
    'fails for an interrupted message with end_turn %j',
    async (endTurn) => {
      const interrupted = message({ text: 'Te', finish: 'interrupted', endTurn });
      expect(await codeOf(interrupted, done)).toBe('stream-truncated');
      const next = finalMessage('al.', { id: 'm-2' });
      expect((await decodeEvents(interrupted, next, done)).end?.type).toBe('failed');
    },
  );

  it('fails for an interrupted response', async () => {
    expect(await codeOf(finalMessage('Te', { finish: 'interrupted' }), done)).toBe(
      'stream-truncated',
    );
  });

  it('fails if the last snapshot is shorter than the text', async () => {
    const events = [message({ text: 'Teal is blue' }), finalMessage('Teal'), done];
    expect(await codeOf(...events)).toBe('malformed-response');
  });

  it('fails if the last snapshot is invalid', async () => {
    const events = [message({ text: 'Te' }), finalMessage('', { parts: [42] }), done];
    expect(await codeOf(...events)).toBe('malformed-response');
  });

  it('finishes with content-filter if the moderation blocks the response', async () => {
    const blocked = { message_id: 'm', moderation_response: { flagged: true, blocked: true } };
    const { end, text } = await decodeEvents(
      message({ text: 'Te' }),
      blocked,
      finalMessage('Teal'),
    );
    expect(end).toMatchObject({ type: 'finished', reason: 'content-filter' });
    expect(text).toBe('Te');
  });
});

describe('ChatStreamDecoder: errors', () => {
  it('emits the events before an error in the same read', async () => {
    const { text, end } = await decodeEvents(message({ text: 'Te' }), '{"message":', done);
    expect(text).toBe('Te');
    expect(end).toMatchObject({ type: 'failed', error: { code: 'malformed-response' } });
  });

  it.each([
    [{ message: null, error: 'Something went wrong.' }, 'server-error'],
    [{ message: null, error: 'Too many requests in 1 hour. Try again later.' }, 'rate-limited'],
    [{ error: { message: 'x', code: 'model_cap_exceeded', clears_in: 9 } }, 'rate-limited'],
    [{ error: 42 }, 'server-error'],
    [{ detail: 'The message you submitted was too long' }, 'context-length-exceeded'],
    [{ wss_url: 'wss://example.invalid', conversation_id: 'c-1' }, 'malformed-response'],
    ['Internal Server Error', 'server-error'],
    ['null', 'malformed-response'],
    ['[1]', 'malformed-response'],
    ['<html>', 'malformed-response'],
  ])('%j', async (event, code) => {
    expect(await codeOf(event)).toBe(code);
  });

  it.each([
    ['{"error":{"code":"token_expired"}}', 'authentication-failed'],
    ['The server is overloaded', 'overloaded'],
  ])('reads an event named error: %s', (data, code) => {
    const { end } = new ChatStreamDecoder().decode([{ event: 'error', data }]);
    expect(end).toMatchObject({ type: 'failed', error: { code } });
  });

  it('ignores named and empty events', () => {
    const decoder = new ChatStreamDecoder();
    const messages = [{ event: 'ping', data: 'x' }, { data: '' }, { data: ' ' }];
    expect(decoder.decode(messages)).toEqual({ events: [], end: undefined });
  });
});

describe('ChatStreamDecoder: continuations', () => {
  it('has no end if nothing follows, and no reason if only the end marker follows', () => {
    const decoder = new ChatStreamDecoder();
    read(decoder, cutMessage('One, '), done);
    decoder.startContinuation();
    expect(decoder.end()).toEqual({ events: [], end: undefined });
    const { end } = decoder.decode([{ data: done }]);
    expect(end).toEqual({ type: 'finished', reason: 'other', rawReason: undefined });
  });

  it('appends a message with another id', () => {
    const decoder = new ChatStreamDecoder();
    read(decoder, cutMessage('One, '), done);
    decoder.startContinuation();
    const shape = { id: 'm-2', messageType: 'continue' };
    expect(read(decoder, message(shape), message({ ...shape, text: 'two' }))).toBe('two');
  });

  it('removes repeated text from two continuations', () => {
    const decoder = new ChatStreamDecoder();
    read(decoder, message({ text: 'On' }), cutMessage('One, '), done);
    decoder.startContinuation();
    expect(read(decoder, message({ text: 'One, t' }), cutMessage('One, two, '), done)).toBe(
      'two, ',
    );
    decoder.startContinuation();
    expect(read(decoder, finalMessage('One, two, three'), done)).toBe('three');
  });

  it('emits a short text that is a prefix of the previous text at the end', () => {
    const decoder = new ChatStreamDecoder();
    read(decoder, cutMessage('One, one'), done);
    decoder.startContinuation();
    expect(read(decoder, message({ text: 'One' }))).toBe('');
    expect(read(decoder, finalMessage('One'), done)).toBe('One');
  });

  it('emits buffered text before the message after a tool turn', () => {
    const decoder = new ChatStreamDecoder();
    read(decoder, cutMessage('One, one'), done);
    decoder.startContinuation();
    const tool = message({ id: 'm-3', role: 'tool', text: 'page' });
    const last = finalMessage('two', { id: 'm-4' });
    expect(read(decoder, message({ text: 'One' }), tool, last, done)).toBe('Onetwo');
  });

  it('joins surrogates of a character across a continuation', () => {
    const decoder = new ChatStreamDecoder();
    expect(read(decoder, cutMessage('a\ud83d'), done)).toBe('a');
    decoder.startContinuation();
    expect(read(decoder, finalMessage('\ude00'), done)).toBe('\u{1f600}');
  });

  it('emits an unpaired surrogate at the end', async () => {
    const { text } = await decodeEvents(finalMessage('a\ud83d'), done);
    expect(text).toBe('a\ud83d');
  });
});
