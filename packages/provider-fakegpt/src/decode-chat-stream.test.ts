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

describe('ChatStreamDecoder: whose words are the answer', () => {
  it('passes over what is not said to everybody by the assistant', async () => {
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

  it('may take another message while nothing was given of the first', async () => {
    const { text } = await decodeEvents(
      message({ id: 'm-1' }),
      finalMessage('Teal.', { id: 'm-2' }),
      done,
    );
    expect(text).toBe('Teal.');
  });

  it('holds to its message when another is mixed in', async () => {
    const { text, end } = await decodeEvents(
      message({ id: 'm-1', text: 'Te' }),
      message({ id: 'm-2', text: 'Blue' }),
      finalMessage('Teal.', { id: 'm-1' }),
      done,
    );
    expect(text).toBe('Teal.');
    expect(end).toMatchObject({ type: 'finished', reason: 'stop' });
  });

  it('fails when another message takes the place of one that was not ended', async () => {
    const events = [message({ id: 'm-1', text: 'Te' }), finalMessage('Blue', { id: 'm-2' }), done];
    expect(await codeOf(...events)).toBe('malformed-response');
  });

  it('appends the next message where the turn goes on', async () => {
    const { text } = await decodeEvents(
      message({ id: 'm-1', text: 'Look: ', status: 'finished_successfully', endTurn: false }),
      finalMessage('Teal.', { id: 'm-2' }),
      done,
    );
    expect(text).toBe('Look: Teal.');
  });

  it('passes over a state that can not be read, when another follows', async () => {
    const unreadable = message({ parts: [{ asset_pointer: 'x' }] });
    const { text } = await decodeEvents(
      message({ text: 'Te' }),
      unreadable,
      finalMessage('Teal.'),
      done,
    );
    expect(text).toBe('Teal.');
  });

  it('takes several parts for one text, and a message without parts by its text', async () => {
    const parts = { parts: ['Te', 'al.'] };
    expect((await decodeEvents(finalMessage('', parts), done)).text).toBe('Teal.');
    const raw = JSON.stringify(finalMessage('Teal.')).replace(
      '"parts":["Teal."]',
      '"text":"Teal."',
    );
    expect((await decodeEvents(raw, done)).text).toBe('Teal.');
  });

  it('does not let __proto__ mean anything', async () => {
    const raw = JSON.stringify(finalMessage('Teal.')).replace('"message":', '"__proto__":');
    expect((await decodeEvents(raw, finalMessage('Blue.'), done)).text).toBe('Blue.');
  });
});

describe('ChatStreamDecoder: how an answer ends', () => {
  it('ends at [DONE], and reads nothing after it', async () => {
    const { end, text } = await decodeEvents(finalMessage('Teal.'), '[DONE] ', '{"junk', 'junk');
    expect(end).toMatchObject({ type: 'finished', reason: 'stop', rawReason: 'stop' });
    expect(text).toBe('Teal.');
  });

  it('takes [DONE] for an end of unknown reason where the message told none', async () => {
    expect((await decodeEvents(message({ text: 'Te' }), done)).end).toMatchObject({
      reason: 'other',
      rawReason: undefined,
    });
  });

  it.each(['[DONE]', ' [DONE] \t'])('knows %j in a cut-off event', (data) => {
    const { end } = new ChatStreamDecoder().decode([{ data, unterminated: true }]);
    expect(end).toMatchObject({ type: 'finished' });
  });

  it('drops any other cut-off event, a whole one too', () => {
    const decoder = new ChatStreamDecoder();
    decoder.decode([{ data: JSON.stringify(message({ text: 'Te' })) }]);
    const data = JSON.stringify(message({ text: 'Teal' }));
    expect(decoder.decode([{ data, unterminated: true }])).toEqual({ events: [], end: undefined });
  });

  it.each(['"[DONE]"', '{"x":"[DONE]"}'])('does not take %s for the end', async (data) => {
    expect((await decodeEvents(data)).end?.type).not.toBe('finished');
  });

  it('does not take the end marker from an event of another name', () => {
    const { end } = new ChatStreamDecoder().decode([{ event: 'note', data: done }]);
    expect(end).toBeUndefined();
  });

  it('is open when the body ends before the message', async () => {
    expect((await decodeEvents(message({ text: 'Te' }))).end).toBeUndefined();
    expect((await decodeEvents()).end).toBeUndefined();
  });

  it.each([
    ['finish details', message({ text: 'Te', finish: 'stop', endTurn: true })],
    ['finish details alone', message({ text: 'Te', finish: 'stop' })],
    ['status', message({ text: 'Te', status: 'finished_successfully', endTurn: true })],
  ])('is over when the body ends after %s', async (_, event) => {
    expect((await decodeEvents(event)).end).toMatchObject({ type: 'finished', reason: 'stop' });
  });

  it('is open when the body ends after a tool was called', async () => {
    const events = [
      finalMessage('Look.', { endTurn: null }),
      message({ id: 'm-2', recipient: 'browser', text: 'x' }),
    ];
    expect((await decodeEvents(...events)).end).toBeUndefined();
  });

  it('is over when the same end is said once more after a tool turn', async () => {
    const last = finalMessage('Teal.');
    const tool = message({ role: 'tool', text: 'page' });
    expect((await decodeEvents(last, tool, last, done)).end).toMatchObject({ reason: 'stop' });
  });

  it('is cut by max_tokens, and knows where to go on', () => {
    const decoder = new ChatStreamDecoder();
    const data = [JSON.stringify(cutMessage('Te')), done].map((entry) => ({ data: entry }));
    expect(decoder.decode(data).end).toMatchObject({ type: 'cut', reason: 'length' });
    expect(decoder.place).toEqual({ conversationId: 'c-1', messageId: 'm-ast' });
  });

  it('is cut by a message that is finished in part', async () => {
    const event = message({ text: 'Te', status: 'finished_partial_completion' });
    expect((await decodeEvents(event, done)).end).toMatchObject({ type: 'cut' });
  });

  it('does not pass a broken-off answer for a whole one', async () => {
    expect(await codeOf(finalMessage('Te', { finish: 'interrupted' }), done)).toBe(
      'stream-truncated',
    );
  });

  it('fails when words were taken back for good', async () => {
    const events = [message({ text: 'Teal is blue' }), finalMessage('Teal'), done];
    expect(await codeOf(...events)).toBe('malformed-response');
  });

  it('fails when the last state of the text can not be read', async () => {
    const events = [message({ text: 'Te' }), finalMessage('', { parts: [42] }), done];
    expect(await codeOf(...events)).toBe('malformed-response');
  });

  it('is filtered when moderation blocks it, whatever is said after', async () => {
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

describe('ChatStreamDecoder: failures', () => {
  it('gives what came before a failure in the same read', async () => {
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

  it('passes over events of other names and empty ones', () => {
    const decoder = new ChatStreamDecoder();
    const messages = [{ event: 'ping', data: 'x' }, { data: '' }, { data: ' ' }];
    expect(decoder.decode(messages)).toEqual({ events: [], end: undefined });
  });
});

describe('ChatStreamDecoder: continues', () => {
  it('goes on with a message of another id that starts anew', () => {
    const decoder = new ChatStreamDecoder();
    read(decoder, cutMessage('One, '), done);
    decoder.startContinue();
    const shape = { id: 'm-2', messageType: 'continue' };
    expect(read(decoder, message(shape), message({ ...shape, text: 'two' }))).toBe('two');
  });

  it('goes on with a text that repeats what was given, twice', () => {
    const decoder = new ChatStreamDecoder();
    read(decoder, message({ text: 'On' }), cutMessage('One, '), done);
    decoder.startContinue();
    expect(read(decoder, message({ text: 'One, t' }), cutMessage('One, two, '), done)).toBe(
      'two, ',
    );
    decoder.startContinue();
    expect(read(decoder, finalMessage('One, two, three'), done)).toBe('three');
  });

  it('gives a short text at the end that might have been a repetition', () => {
    const decoder = new ChatStreamDecoder();
    read(decoder, cutMessage('One, one'), done);
    decoder.startContinue();
    expect(read(decoder, message({ text: 'One' }))).toBe('');
    expect(read(decoder, finalMessage('One'), done)).toBe('One');
  });

  it('appends a message after a tool turn, held text first', () => {
    const decoder = new ChatStreamDecoder();
    read(decoder, cutMessage('One, one'), done);
    decoder.startContinue();
    const tool = message({ id: 'm-3', role: 'tool', text: 'page' });
    const last = finalMessage('two', { id: 'm-4' });
    expect(read(decoder, message({ text: 'One' }), tool, last, done)).toBe('Onetwo');
  });

  it('keeps half a character for the other half, over a continue too', () => {
    const decoder = new ChatStreamDecoder();
    expect(read(decoder, cutMessage('a\ud83d'), done)).toBe('a');
    decoder.startContinue();
    expect(read(decoder, finalMessage('\ude00'), done)).toBe('\u{1f600}');
  });

  it('gives half a character at the end rather than lose it', async () => {
    const { text } = await decodeEvents(finalMessage('a\ud83d'), done);
    expect(text).toBe('a\ud83d');
  });
});
