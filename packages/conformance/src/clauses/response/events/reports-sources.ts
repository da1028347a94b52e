import type { ChatEvent } from '@understudy/core';

import { expectEqual } from '../../../assertions.ts';
import type { ClauseContext } from '../../../clause-context.ts';
import type { Clause } from '../../../clause.ts';
import { collectResponse } from '../../../harness/collect-chat.ts';
import { supportedParts } from '../../../harness/find-reply.ts';
import { TestHarness } from '../../../harness/test-harness.ts';
import { finish, textParts } from '../../../responses.ts';
import type { ResponsePart } from '../../../wire-format.ts';

const sources: readonly ResponsePart[] = [
  { type: 'source', url: 'https://example.com/colors', title: 'Colors' },
  { type: 'document-source', title: 'colors.pdf', quote: 'Teal is blue and green.' },
];

export const reportsSources: Clause = {
  id: 'reports-sources',
  rule: 'Each source of the response is reported once: a `source` with its address and title, or a `document-source` with its title and quote. Without sources, none is reported.',
  async check(context) {
    await expectSources(context, []);
    for (const source of sources) {
      const parts = supportedParts(context, [source]);
      if (parts.length > 0) await expectSources(context, parts);
    }
  },
};

async function expectSources(
  context: ClauseContext,
  expected: readonly ResponsePart[],
): Promise<void> {
  const scripted = { type: 'response', parts: [...textParts, ...expected, finish] } as const;
  await using harness = await TestHarness.open(context, scripted);
  const { events } = await collectResponse(harness.chat());
  expectEqual('the sources', events.flatMap(readSource), expected);
}

function readSource(event: ChatEvent): readonly ResponsePart[] {
  if (event.type === 'source') {
    return [{ type: 'source', url: event.url, title: event.title ?? '' }];
  }
  if (event.type !== 'document-source') return [];
  return [{ type: 'document-source', title: event.title, quote: event.quote ?? '' }];
}
