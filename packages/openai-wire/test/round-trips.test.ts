import type {
  ChatRequest,
  FileData,
  JsonObject,
  Message,
  ProviderEvent,
  ToolCallEndEvent,
  UsageEvent,
} from '@understudy/core/provider';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import {
  ChatStreamEncoder,
  decodeChatRequest,
  decodeChatResponse,
  encodeChatRequest,
  encodeChatResponse,
} from '../src/index.ts';
import type { EncodableResponse } from '../src/index.ts';
import { decodeReads } from './decode-reads.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,11}$/);
const base64 = fc
  .uint8Array({ maxLength: 9 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));
const embedded = base64.map((data): FileData => ({ type: 'base64', base64: data }));
const address = fc.webUrl().map((url): FileData => ({ type: 'url', url: new URL(url) }));
/** Only Gemini signs its calls. */
const signature = fc.constantFrom({}, { signature: 'CsoB' });
const argumentsText = fc
  .dictionary(word, fc.integer(), { maxKeys: 2 })
  .map((value) => JSON.stringify(value));
const schema = fc.constant<JsonObject>({ type: 'object', properties: { a: { type: 'string' } } });

const textPart = text.map((each) => ({ type: 'text', text: each }) as const);
const texts = fc.array(textPart, { minLength: 2, maxLength: 3 });
const image = fc.oneof(
  embedded.map((data) => ({ type: 'image', data, mediaType: 'image/png' }) as const),
  address.map((data) => ({ type: 'image', data }) as const),
);
const file = fc.oneof(
  fc
    .record({ data: embedded, name: word })
    .map((each) => ({ type: 'file', mediaType: 'application/pdf', ...each }) as const),
  embedded.map((data) => ({ type: 'file', mediaType: 'audio/wav', data }) as const),
);
/** Content with at least one image or file, because a single text part is sent as a string. */
const mixed = fc
  .tuple(fc.array(fc.oneof(textPart, image, file), { maxLength: 3 }), fc.oneof(image, file))
  .map(([parts, last]) => [...parts, last]);

const plain = fc.oneof(
  fc.record<Message>({ role: fc.constant('system'), content: text }),
  fc.record<Message>({ role: fc.constant('user'), content: fc.oneof(text, texts, mixed) }),
  fc.record<Message>({ role: fc.constant('assistant'), content: text }),
);

/** Calls and their results, in the order of the wire format. */
const exchange = fc
  .record({
    reasoning: fc.option(text),
    content: fc.array(textPart, { maxLength: 1 }),
    calls: fc.array(
      fc.record({ name: word, argumentsText, signature, result: fc.string({ minLength: 1 }) }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  })
  .map(({ reasoning, content, calls }): readonly Message[] => {
    const ids = calls.map((call, index) => ({ ...call, id: `call_${index}` }));
    return [
      {
        role: 'assistant',
        content: [
          ...(reasoning === null ? [] : [{ type: 'reasoning', text: reasoning } as const]),
          ...content,
          ...ids.map(
            ({ id, name, argumentsText: callArguments, signature: signatureField }) =>
              ({
                type: 'tool-call',
                id,
                name,
                argumentsText: callArguments,
                ...signatureField,
              }) as const,
          ),
        ],
      },
      {
        role: 'tool',
        content: ids.map(
          ({ id, name, result }) =>
            ({ type: 'tool-result', toolCallId: id, name, output: result }) as const,
        ),
      },
      // Separates the exchanges, because calls with the same name and id are ambiguous.
      { role: 'user', content: 'Go on' },
    ];
  });

const number = fc
  .double({ noNaN: true, noDefaultInfinity: true, min: -2, max: 2 })
  .map((value) => value + 0);
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });

const request: fc.Arbitrary<ChatRequest> = fc.record({
  model: text,
  messages: fc
    .tuple(fc.array(plain, { minLength: 1, maxLength: 4 }), maybe(exchange))
    // An instruction is added to a request for JSON whose messages do not mention it, and system messages at the start
    // are joined.
    .map(([messages, calls = []]) => [
      { role: 'user', content: 'JSON' },
      ...messages,
      ...calls,
      { role: 'user', content: 'JSON' },
    ]),
  tools: maybe(
    fc.array(fc.record({ name: word, description: maybe(text), inputSchema: schema }), {
      minLength: 1,
      maxLength: 2,
    }),
  ),
  responseFormat: maybe(
    fc.oneof(
      fc.constant({ type: 'text' } as const),
      fc.constant({ type: 'json' } as const),
      fc.record({ type: fc.constant('json' as const), name: word, schema }),
    ),
  ),
  temperature: maybe(number),
  topP: maybe(number),
  maxOutputTokens: maybe(fc.integer({ min: 1 })),
  stop: maybe(fc.array(text, { minLength: 1, maxLength: 4 })),
  seed: maybe(fc.integer()),
  presencePenalty: maybe(number),
  frequencyPenalty: maybe(number),
  reasoningEffort: maybe(fc.constantFrom('none', 'minimal', 'low', 'medium', 'high')),
  user: maybe(text),
});
const toolChoice = fc.oneof(fc.constantFrom('auto', 'none', 'required'), fc.record({ name: word }));
const withChoice = fc
  .tuple(request, maybe(toolChoice))
  .map(([base, choice]) => (base.tools ? { ...base, toolChoice: choice } : base));

it('decodeChatRequest reverses encodeChatRequest', () => {
  fc.assert(
    fc.property(withChoice, fc.boolean(), (original, stream) => {
      const quirks = { reasoningField: 'reasoning_content' } as const;
      const { body, warnings } = encodeChatRequest(original, {
        provider: 'vendor',
        stream,
        quirks,
      });
      expect(warnings).toEqual([]);
      expect(decodeChatRequest(JSON.parse(JSON.stringify(body)))).toEqual({
        request: original,
        stream,
        includeUsage: stream,
        functionCalls: false,
        warnings: [],
      });
    }),
    { numRuns: 1000, seed: 20_261_122 },
  );
});

const count = fc.nat(100_000);
const usage: fc.Arbitrary<UsageEvent> = fc
  .record({
    inputTokens: count,
    outputTokens: count,
    cachedInputTokens: maybe(count),
    reasoningTokens: maybe(count),
  })
  .map(({ cachedInputTokens, reasoningTokens, ...counts }) => ({
    type: 'usage',
    ...counts,
    ...(cachedInputTokens !== undefined && {
      cachedInputTokens: Math.min(cachedInputTokens, counts.inputTokens),
    }),
    ...(reasoningTokens !== undefined && { reasoningTokens }),
  }));

const source = fc
  .record({ url: fc.webUrl(), title: maybe(text) })
  .map(({ url, title }): ProviderEvent => ({
    type: 'source',
    url,
    ...(title !== undefined && { title }),
  }));

const contentEvent: fc.Arbitrary<ProviderEvent> = fc.oneof(
  text.map((each): ProviderEvent => ({ type: 'text-delta', text: each })),
  text.map((each): ProviderEvent => ({ type: 'reasoning-delta', text: each })),
  embedded.map((data): ProviderEvent => ({ type: 'file', mediaType: 'image/png', data })),
  address.map((data): ProviderEvent => ({ type: 'file', mediaType: 'image/*', data })),
);

/** Deltas of several calls in any order. The first deltas come first. */
const calls = fc
  .array(
    fc.record({ name: word, signature, fragments: fc.array(text, { minLength: 1, maxLength: 3 }) }),
    { maxLength: 3 },
  )
  .chain((each) => {
    const known = each.map((call, index) => ({ ...call, id: `call_${index}` }));
    const deltas = known.flatMap(({ id, fragments }) =>
      fragments.slice(1).map((fragment): ProviderEvent => ({
        type: 'tool-call-delta',
        id,
        argumentsText: fragment,
      })),
    );
    const starts = known.flatMap(
      ({ id, name, fragments: [first = ''] }): readonly ProviderEvent[] => [
        { type: 'tool-call-start', id, name },
        { type: 'tool-call-delta', id, argumentsText: first },
      ],
    );
    const ends = known.map(
      ({ id, name, fragments, signature: signatureField }): ToolCallEndEvent => ({
        type: 'tool-call-end',
        id,
        name,
        argumentsText: fragments.join(''),
        ...signatureField,
      }),
    );
    const orders = fc.shuffledSubarray([...deltas.keys()], { minLength: deltas.length });
    return orders.map((order) => ({ starts, ends, deltas: inOrder(deltas, order) }));
  });

/** Orders the deltas of different calls as given. The deltas of one call keep their order. */
function inOrder(
  deltas: readonly ProviderEvent[],
  order: readonly number[],
): readonly ProviderEvent[] {
  const idOf = (event: ProviderEvent | undefined): string =>
    event?.type === 'tool-call-delta' ? event.id : '';
  const remaining = Map.groupBy(deltas, idOf);
  return order.flatMap((index) => remaining.get(idOf(deltas[index]))?.shift() ?? []);
}

const start = fc
  .record({ model: word, id: word })
  .map((fields) => ({ type: 'response-start', provider: 'vendor', ...fields }) as const);

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

const response = fc
  .record({
    responseStart: start,
    content: fc.array(contentEvent, { maxLength: 6 }),
    tools: calls,
    sources: fc.uniqueArray(source, {
      maxLength: 2,
      selector: (event) => (event.type === 'source' ? event.url : ''),
    }),
    usageEvent: maybe(usage),
    reason: fc.constantFrom('stop', 'length', 'content-filter'),
  })
  .map(({ responseStart, content, tools, sources, usageEvent, reason }) => {
    const { starts, deltas, ends } = tools;
    const finish: ProviderEvent =
      reason === 'stop' && ends.length > 0
        ? { type: 'finish', reason: 'tool-calls', rawReason: 'tool_calls' }
        : { type: 'finish', reason, rawReason: reason.replace('-', '_') };
    const contentEvents: readonly ProviderEvent[] = [...content, ...starts, ...deltas, ...sources];
    return {
      responseStart,
      contentEvents,
      ends: ends.map((end) => (!isJson(end.argumentsText) ? { ...end, incomplete: true } : end)),
      closing: [...(usageEvent ? [usageEvent] : []), finish],
      usage: usageEvent,
    };
  });

it('ChatStreamDecoder reverses ChatStreamEncoder for any split of the bytes', async () => {
  await fc.assert(
    fc.asyncProperty(response, fc.integer({ min: 1, max: 300 }), async (original, length) => {
      const { responseStart, contentEvents, closing, ends } = original;
      const events = [responseStart, ...contentEvents, ...ends, ...closing];
      const { id, model } = responseStart;
      const identity = { id, created: 1, model, includeUsage: true };
      const encoder = new ChatStreamEncoder(identity);
      const chunks = [...encoder.encode(events), ...encoder.end()];
      const stream = [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'];
      const sse = stream.map((data) => `data: ${data}\n\n`).join('');
      const sseEncoder = new ChatStreamEncoder(identity);
      expect(sseEncoder.encodeSse(events) + sseEncoder.endSse()).toBe(sse);
      const bytes = Buffer.from(sse);
      const reads = Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) =>
        bytes.subarray(index * length, (index + 1) * length),
      );
      expect(await decodeReads(reads)).toEqual({ events, end: { type: 'finished' } });
    }),
    { numRuns: 500, seed: 20_261_122 },
  );
});

it('decodeChatResponse reverses encodeChatResponse', () => {
  fc.assert(
    fc.property(response, ({ responseStart, contentEvents, ends, closing, usage: usageEvent }) => {
      const of = <Type extends ProviderEvent['type']>(
        type: Type,
      ): readonly Extract<ProviderEvent, { type: Type }>[] =>
        contentEvents.filter(
          (event): event is Extract<ProviderEvent, { type: Type }> => event.type === type,
        );
      const [finish] = closing.slice(-1);
      const chatResponse: EncodableResponse = {
        text: of('text-delta')
          .map((event) => event.text)
          .join(''),
        reasoning: of('reasoning-delta')
          .map((event) => event.text)
          .join(''),
        toolCalls: ends.map((end) => ({ ...end, input: undefined })),
        files: of('file'),
        sources: of('source'),
        usage: usageEvent,
        finishReason: finish?.type === 'finish' ? finish.reason : 'other',
        model: responseStart.model,
      };
      const body = JSON.parse(
        JSON.stringify(encodeChatResponse(chatResponse, { id: responseStart.id, created: 1 })),
      );
      const events = decodeChatResponse(body, { provider: 'vendor', model: 'requested-model' });
      expect(events).toEqual([
        responseStart,
        ...(chatResponse.reasoning === ''
          ? []
          : [{ type: 'reasoning-delta', text: chatResponse.reasoning }]),
        ...(chatResponse.text === '' ? [] : [{ type: 'text-delta', text: chatResponse.text }]),
        ...callEvents(ends.slice(0, -1)),
        ...callEvents(ends.slice(-1)),
        ...of('file'),
        ...of('source'),
        ...ends,
        ...closing,
      ]);
    }),
    { numRuns: 500, seed: 20_261_122 },
  );
});

function callEvents(ends: readonly ToolCallEndEvent[]): readonly ProviderEvent[] {
  return ends.flatMap(({ id, name, argumentsText: callArguments }) => [
    { type: 'tool-call-start', id, name },
    { type: 'tool-call-delta', id, argumentsText: callArguments },
  ]);
}
