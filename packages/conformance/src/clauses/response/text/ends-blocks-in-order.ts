import type { ChatEvent } from '@understudy/core';

import { expectEqual, expectTrue } from '../../../assertions.ts';
import type { ClauseContext } from '../../../clause-context.ts';
import type { Clause } from '../../../clause.ts';
import { collectResponse } from '../../../harness/collect-chat.ts';
import { supportedParts, supports } from '../../../harness/find-reply.ts';
import { TestHarness } from '../../../harness/test-harness.ts';
import { createTextParts, finish } from '../../../responses.ts';
import type { ResponsePart } from '../../../wire-format.ts';

const signature = 'signature-of-a-block';

const withoutEnds: readonly ResponsePart[] = [
  { type: 'reasoning', text: 'The sea is blue or green.' },
  ...createTextParts('Teal, ', 'of course.'),
];

interface MarkedBlocks {
  readonly parts: readonly ResponsePart[];
  /** The type and the text of each part of the message. */
  readonly blocks: readonly (readonly [type: string, text: string])[];
}

const marked: readonly MarkedBlocks[] = [
  {
    parts: [
      { type: 'reasoning', text: 'Blue or ' },
      { type: 'reasoning', text: 'green.' },
      { type: 'reasoning-end', signature },
      { type: 'reasoning', text: 'Both.' },
      { type: 'reasoning-end', signature },
      ...createTextParts('Teal.'),
    ],
    blocks: [
      ['reasoning', 'Blue or green.'],
      ['reasoning', 'Both.'],
      ['text', 'Teal.'],
    ],
  },
  {
    parts: [
      ...createTextParts('Teal, ', 'of course.'),
      { type: 'text-end' },
      ...createTextParts('Or green.'),
      { type: 'text-end' },
    ],
    blocks: [
      ['text', 'Teal, of course.'],
      ['text', 'Or green.'],
    ],
  },
];

export const endsBlocksInOrder: Clause = {
  id: 'ends-blocks-in-order',
  rule: 'A `text-end` or `reasoning-end` event follows the last delta of its block immediately. If the vendor marks the ends of blocks, each block is a part of the message.',
  async check(context) {
    await expectEnds(context, supportedParts(context, withoutEnds));
    for (const { parts, blocks } of marked) {
      if (!supports(context.wireFormat, { type: 'response', parts: [...parts, finish] })) continue;
      await expectEnds(context, parts);
      await expectBlocks(context, parts, blocks);
    }
  },
};

async function expectEnds(context: ClauseContext, parts: readonly ResponsePart[]): Promise<void> {
  const scripted = { type: 'response', parts: [...parts, finish] } as const;
  await using harness = await TestHarness.open(context, scripted);
  const { events } = await collectResponse(harness.chat());
  for (const type of ['text', 'reasoning'] as const) checkEnds(events, type);
}

const contentTypes: readonly string[] = [
  'text-delta',
  'reasoning-delta',
  'tool-call-start',
  'file',
];

/** An end without deltas before it is a block that has only a signature. */
function checkEnds(events: readonly ChatEvent[], type: 'text' | 'reasoning'): void {
  let last: string | undefined;
  let isOpen = false;
  for (const event of events) {
    if (event.type === `${type}-end`) {
      expectTrue(
        !isOpen || last === `${type}-delta` || isRedacted(event),
        `expected ${event.type} immediately after the deltas of its block, received it after ${last}`,
      );
      isOpen = false;
    }
    if (!contentTypes.includes(event.type)) continue;
    last = event.type;
    isOpen ||= last === `${type}-delta`;
  }
}

function isRedacted(event: ChatEvent): boolean {
  return event.type === 'reasoning-end' && event.redacted === true;
}

async function expectBlocks(
  context: ClauseContext,
  parts: readonly ResponsePart[],
  blocks: MarkedBlocks['blocks'],
): Promise<void> {
  const scripted = { type: 'response', parts: [...parts, finish] } as const;
  await using harness = await TestHarness.open(context, scripted);
  const { message } = await harness.chat().response();
  const content = typeof message.content === 'string' ? [] : message.content;
  const received = content.map((part) => ('text' in part ? [part.type, part.text] : [part.type]));
  expectEqual('the blocks of the message', received, blocks);
}
