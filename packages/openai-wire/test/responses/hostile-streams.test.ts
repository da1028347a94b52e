import type { ProviderEvent } from '@understudy/core/provider';
import { isProviderError } from '@understudy/core/provider';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeResponse, ResponseStreamDecoder } from '../../src/responses/index.ts';
import { decodeAll, readRecording, settings } from './fixture.ts';

const anything = fc.oneof(
  fc.constantFrom(null, 0, -1, 2 ** 40, '', 'x', true),
  fc.jsonValue({ maxDepth: 2 }),
);

const types = [
  'response.created',
  'response.queued',
  'response.in_progress',
  'response.output_item.added',
  'response.output_item.done',
  'response.content_part.added',
  'response.content_part.done',
  'response.output_text.delta',
  'response.output_text.done',
  'response.output_text.annotation.added',
  'response.refusal.delta',
  'response.reasoning_summary_text.delta',
  'response.reasoning_text.done',
  'response.function_call_arguments.delta',
  'response.function_call_arguments.done',
  'response.custom_tool_call_input.delta',
  'response.web_search_call.searching',
  'response.completed',
  'response.incomplete',
  'response.failed',
  'error',
  'keepalive',
] as const;

const item = fc.record(
  {
    type: fc.oneof(
      fc.constantFrom(
        'message',
        'reasoning',
        'function_call',
        'custom_tool_call',
        'image_generation_call',
      ),
      anything,
    ),
    id: anything,
    call_id: anything,
    name: fc.oneof(fc.constant('paint'), anything),
    arguments: anything,
    input: anything,
    content: anything,
    summary: anything,
    encrypted_content: anything,
    result: anything,
    status: anything,
  },
  { requiredKeys: [] },
);

const response = fc.record(
  {
    id: anything,
    status: fc.oneof(fc.constantFrom('completed', 'incomplete', 'failed'), anything),
    output: fc.oneof(fc.array(item, { maxLength: 3 }), anything),
    usage: anything,
    error: anything,
    incomplete_details: anything,
    input_transformations: anything,
  },
  { requiredKeys: [] },
);

const event = fc.record(
  {
    type: fc.constantFrom(...types),
    output_index: fc.oneof(fc.constantFrom(0, 1, 2), anything),
    content_index: anything,
    summary_index: anything,
    delta: anything,
    text: anything,
    refusal: anything,
    part: anything,
    annotation: anything,
    item: fc.oneof(item, anything),
    response: fc.oneof(response, anything),
    error: anything,
    code: anything,
    message: anything,
  },
  { requiredKeys: ['type'] },
);

/** Checks what holds for every stream. */
function assertConsistent(events: readonly ProviderEvent[]): void {
  const starts = events.filter(({ type }) => type === 'response-start');
  expect(starts.length).toBeLessThanOrEqual(1);
  const begun = events.flatMap((each) => (each.type === 'tool-call-start' ? [each.id] : []));
  expect(new Set(begun).size).toBe(begun.length);
  const ended = events.flatMap((each) => (each.type === 'tool-call-end' ? [each.id] : []));
  expect(begun).toEqual(expect.arrayContaining(ended));
  const finish = events.findIndex(({ type }) => type === 'finish');
  if (finish < 0) return;
  expect(finish).toBe(events.length - 1);
  expect(events[0]?.type).toBe('response-start');
  expect(ended.toSorted()).toEqual(begun.toSorted());
}

describe('hostile streams', () => {
  it('of events with fields of any type have a typed outcome', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (sent) => {
        const messages = sent.map((each) => ({ data: JSON.stringify(each) }));
        const { events, end } = decodeAll(messages);
        expect(end).toBeDefined();
        expect(end?.type === 'failed' ? isProviderError(end.error) : true).toBe(true);
        assertConsistent(events);
      }),
      { numRuns: 500 },
    );
  });

  it('with recorded events in any order have a typed outcome', () => {
    const recorded = readRecording('openai-reasoning-encrypted-content.1').slice(0, 60);
    fc.assert(
      fc.property(fc.shuffledSubarray([...recorded, ...recorded]), (messages) => {
        const { events, end } = decodeAll(messages);
        expect(end).toBeDefined();
        assertConsistent(events);
      }),
      { numRuns: 200 },
    );
  });

  it('decode the same events however the messages are read', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (sent) => {
        const messages = sent.map((each) => ({ data: JSON.stringify(each) }));
        const whole = new ResponseStreamDecoder(settings).decode(messages);
        const single = decodeAll(messages);
        // Without an end, a truncated stream has no further events.
        expect(single.events).toEqual(whole.events);
      }),
      { numRuns: 200 },
    );
  });

  it('of any JSON are no response or one with a finish', () => {
    fc.assert(
      fc.property(fc.oneof(response, anything), (json) => {
        try {
          expect(decodeResponse(JSON.parse(JSON.stringify(json)), settings).at(-1)?.type).toBe(
            'finish',
          );
        } catch (error) {
          if (!isProviderError(error)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});
