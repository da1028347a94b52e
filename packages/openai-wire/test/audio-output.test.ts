import type { JsonObject } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { decodeChatResponse } from '../src/index.ts';
import { decodeReads, settings } from './decode-reads.ts';

/** Returns the events of a stream with these objects in `audio` of its deltas. */
async function readStream(...pieces: readonly JsonObject[]): Promise<readonly unknown[]> {
  const chunks = pieces.map((audio) => ({ choices: [{ index: 0, delta: { audio } }] }));
  const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
  const stream = [...chunks, end].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('');
  const { events } = await decodeReads([Buffer.from(stream)]);
  return events.slice(1, -1);
}

describe('audio of a response', () => {
  it('is a file, and its transcript is the text', () => {
    const base64 = Buffer.from('RIFF....WAVE').toString('base64');
    const audio = { id: 'audio_1', expires_at: 9, data: base64, transcript: 'Hi.' };
    const message = { role: 'assistant', content: null, refusal: null, audio };
    const events = decodeChatResponse({ choices: [{ message, finish_reason: 'stop' }] }, settings);
    expect(events.slice(1, -1)).toEqual([
      { type: 'text-delta', text: 'Hi.' },
      {
        type: 'file',
        mediaType: 'audio/wav',
        data: { type: 'base64', base64 },
        providerMetadata: { id: 'audio_1', expires_at: 9 },
      },
    ]);
  });

  it('is joined from the pieces of a stream, each of which is encoded on its own', async () => {
    const encode = (text: string): string => Buffer.from(text).toString('base64');
    const events = await readStream(
      { id: 'audio_1', transcript: 'H' },
      { id: 'audio_1', transcript: 'i.' },
      { id: 'audio_1', data: encode('ab') },
      { id: 'audio_1', data: encode('cde') },
      { id: 'audio_1', expires_at: 9 },
    );
    expect(events).toEqual([
      { type: 'text-delta', text: 'H' },
      { type: 'text-delta', text: 'i.' },
      {
        type: 'file',
        mediaType: 'audio/pcm',
        data: { type: 'base64', base64: encode('abcde') },
        providerMetadata: { id: 'audio_1', expires_at: 9 },
      },
    ]);
  });

  it.each([
    ['ID3', 'audio/mpeg'],
    ['\u00FF\u00FB\u0090', 'audio/mpeg'],
    ['\u00FF\u00F1\u0050', 'audio/aac'],
    ['fLaC', 'audio/flac'],
    ['OggS', 'audio/ogg'],
    ['\u0000\u0001', 'audio/pcm'],
  ])('that starts with %j is %s', async (start, mediaType) => {
    const events = await readStream({ data: Buffer.from(start, 'latin1').toString('base64') });
    expect(events).toMatchObject([{ type: 'file', mediaType }]);
  });

  it('without data is no file', async () => {
    expect(await readStream({ id: 'audio_1' }, { transcript: '', data: '' })).toEqual([]);
  });

  it('counts for the maximum size of the response', async () => {
    const audio = { data: 'A'.repeat(100) };
    const body = { choices: [{ message: { audio }, finish_reason: 'stop' }] };
    expect(() => decodeChatResponse(body, { ...settings, maxResponseBytes: 99 })).toThrow(
      expect.objectContaining({ code: 'response-too-large' }),
    );
  });
});
