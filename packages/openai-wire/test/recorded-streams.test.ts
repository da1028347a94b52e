import { readFileSync } from 'node:fs';

import { SeededRandom } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { decodeReads, summarize } from './decode-reads.ts';
import type { Summary } from './decode-reads.ts';
import { splitBytes } from './split-bytes.ts';

const recorded: Readonly<Record<string, Summary>> = {
  'mistral-incremental-tool-call': {
    calls: [
      ['chatcmpl-tool-9f149c74c42f265b', 'webSearchTool', '{"query": "current Berlin weather"}'],
    ],
    usage: [171, 14, 128, undefined],
    end: 'tool-calls (tool_calls)',
  },
  'xai-tool-call': {
    reasoning: 'First, the user is',
    calls: [['call_55117580', 'weather', '{"location":"San Francisco"}']],
    usage: [291, 222, 290, 196],
    end: 'tool-calls (tool_calls)',
  },
  'perplexity-text': {
    text: '**EcoVista Day**[1][5]',
    sources: [
      'https://www.modernchristmastrees.com/innovative-approaches-holiday-decor-modern-interior-design/',
      'https://camillestyles.com/design/modern-christmas-decorating-ideas/',
      'https://www.elledecor.com/design-decorate/interior-designers/advice/g2833/christmas-decorating-ideas/',
      'https://www.youtube.com/watch?v=GVxMMHAwzIU',
      'https://www.jjonesdesignco.com/blogs/modern-industrial-christmas-decor-joshuas-must-have-holiday-picks',
    ],
    usage: [11, 434, undefined, undefined],
    end: 'stop (stop)',
  },
};

function readFixture(name: string): Uint8Array {
  const path = new URL(`fixtures/${name}.chunks.txt`, import.meta.url);
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return Buffer.from([...lines, '[DONE]'].map((data) => `data: ${data}\n\n`).join(''));
}

describe.each(Object.entries(recorded))('recorded stream %s', (name, summary) => {
  const bytes = readFixture(name);

  it('decodes the content', async () => {
    expect(summarize(await decodeReads([bytes]))).toEqual(summary);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])(
    'decodes the same events from reads of %i bytes',
    async (length) => {
      const events = await decodeReads(splitBytes(bytes, () => length));
      expect(events).toEqual(await decodeReads([bytes]));
    },
  );

  it('decodes the same events from reads of random length', async () => {
    const random = new SeededRandom(42);
    const expected = await decodeReads([bytes]);
    for (let round = 0; round < 20; round += 1) {
      const reads = splitBytes(bytes, () => 1 + Math.floor(random.next() * 400));
      expect(await decodeReads(reads)).toEqual(expected);
    }
  });
});
