import { HumanMessage } from '@langchain/core/messages';
import { describe, expect, it } from 'vitest';

import { toChatModel } from '../src/index.ts';
import { Chain, concat, question } from './chain.ts';

describe('the content blocks of a message', () => {
  it('sends images and files', async () => {
    await using chain = await Chain.start();
    const content = [
      { type: 'text', text: '1+1' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
      { type: 'image', mimeType: 'image/png', data: 'iVBORw0KGgo=' },
    ];
    const message = new HumanMessage({ content });
    const { text } = await toChatModel(chain.understudy, 'support').invoke([message]);
    expect(text).toBe('1+1 = 2');
  });

  it('sends files that are not images with their names', async () => {
    await using chain = await Chain.start();
    const file = { type: 'file', mimeType: 'application/pdf', data: 'JVBERi0=' };
    const content = [
      { ...file, metadata: { filename: 'a.pdf' } },
      { type: 'audio', mimeType: 'audio/wav', data: new Uint8Array([1]) },
    ];
    await toChatModel(chain.understudy, 'support').invoke([new HumanMessage({ content })]);
    expect(chain.primary.requests[0]?.body).toMatchObject({
      messages: [
        {
          content: [
            { file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } },
            { input_audio: { data: 'AQ==', format: 'wav' } },
          ],
        },
      ],
    });
  });

  it.each(['invoke', 'stream'] as const)(
    'returns a warning for a file that the target does not accept with %s',
    async (call) => {
      await using chain = await Chain.start();
      const content = [
        { type: 'text', text: question },
        { type: 'file', mimeType: 'application/pdf', url: 'https://example.com/a.pdf' },
      ];
      const model = toChatModel(chain.understudy, 'support');
      const messages = [new HumanMessage({ content })];
      const { response_metadata: metadata } =
        call === 'invoke'
          ? await model.invoke(messages)
          : await concat(await model.stream(messages));
      expect(metadata['warnings']).toEqual([expect.stringMatching(/file/u)]);
    },
  );

  it.each([
    [{ type: 'file', fileId: 'file-1' }, 'a block of the type "file" without data and URL'],
    [{ type: 'image', url: 'a b' }, 'a block of the type "image" without data and URL'],
    [{ type: 'video_url', video_url: 'a' }, 'a block of the type "video_url"'],
  ])('rejects the block %j', async (block, received) => {
    await using chain = await Chain.start();
    const message = new HumanMessage({ content: [{ type: 'text', text: question }, block] });
    const pending = toChatModel(chain.understudy, 'support').invoke([message]);
    await expect(pending).rejects.toMatchObject({ path: 'messages[0].content[1]', received });
    expect(chain.requests).toEqual([0, 0]);
  });
});
