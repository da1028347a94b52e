import { avoidPair } from '../../stream/text/cut-text.ts';
import type { OutputItem } from '../response/output-item.ts';
import type { Encoding, PlannedResponse, ResponseDraft } from '../response/response-draft.ts';

/** Faults that change the items of a response or the events in which they are sent. */
export const outputFaults = {
  'max-output-tokens': {
    on: 'chat',
    parameters: { afterCharacters: { type: 'integer', min: 0 } },
    description:
      'the last item is cut after `afterCharacters` (default: half of it); the response is `incomplete` with the reason `max_output_tokens`',
    apply: (
      draft: ResponseDraft,
      { afterCharacters }: { readonly afterCharacters: number | undefined },
    ): ResponseDraft => {
      const { items } = draft.response;
      const last = items.slice(-1).map((item) => cutItem(item, afterCharacters));
      return interrupt(draft, 'max_output_tokens', [...items.slice(0, -1), ...last]);
    },
  },
  'content-filter': {
    on: 'chat',
    description: 'the response is `incomplete` with the reason `content_filter`',
    apply: (draft: ResponseDraft): ResponseDraft => interrupt(draft, 'content_filter'),
  },
  'unknown-incomplete-reason': {
    on: 'chat',
    description: 'the response is `incomplete` with a reason that is not known',
    apply: (draft: ResponseDraft): ResponseDraft => interrupt(draft, 'of_the_future'),
  },
  'reasoning-only': {
    on: 'chat',
    description:
      'the response has only reasoning without a text, and is `incomplete` with the reason `max_output_tokens`',
    apply: (draft: ResponseDraft): ResponseDraft =>
      interrupt(draft, 'max_output_tokens', [draft.generateReasoning()]),
  },
  'empty-response': {
    on: 'chat',
    description: 'the response has no items',
    apply: (draft: ResponseDraft): ResponseDraft => change(draft, { items: [] }),
  },
  refusal: {
    on: 'chat',
    description: 'the model refuses',
    apply: (draft: ResponseDraft): ResponseDraft => {
      const [message] = draft.generateItems();
      const refusal = "I'm sorry, but I can't help with that.";
      const items = message?.type === 'message' ? [{ ...message, text: '', refusal }] : [];
      return change(draft, { items });
    },
  },
  commentary: {
    on: 'chat',
    description: 'a message of the phase `commentary` precedes the items',
    apply: (draft: ResponseDraft): ResponseDraft => {
      const [message] = draft.generateItems();
      const first = message?.type === 'message' ? [{ ...message, phase: 'commentary' }] : [];
      return change(draft, { items: [...first, ...draft.response.items] });
    },
  },
  'silent-reasoning': {
    on: 'stream',
    parameters: { keepAlives: { type: 'integer', min: 0, default: 5 } },
    description:
      'the items start with reasoning without a text, in which `keepAlives` keep-alive events are sent',
    apply: (
      draft: ResponseDraft,
      { keepAlives }: { readonly keepAlives: number },
    ): ResponseDraft => {
      const items = [draft.generateReasoning(), ...draft.response.items];
      return encodeWith(change(draft, { items }), { keepAlives });
    },
  },
  'parallel-wrapper': {
    on: 'chat',
    description: 'the calls are the arguments of one call of a tool `parallel`',
    apply: (draft: ResponseDraft): ResponseDraft => {
      const calls = withCalls(draft).filter((item) => item.type === 'function_call');
      const uses = calls.map(({ name, argumentsText }) => ({
        recipient_name: `functions.${name}`,
        parameters: JSON.parse(argumentsText),
      }));
      const wrapper = calls.slice(0, 1).map((call) => ({
        ...call,
        name: 'parallel',
        argumentsText: JSON.stringify({ tool_uses: uses }),
      }));
      return change(draft, { items: wrapper });
    },
  },
  'tool-arguments-invalid': {
    on: 'chat',
    description: 'the arguments of tool calls are not valid JSON: the last brace is missing',
    apply: (draft: ResponseDraft): ResponseDraft =>
      change(draft, {
        items: withCalls(draft).map((item) =>
          item.type === 'function_call'
            ? { ...item, argumentsText: item.argumentsText.slice(0, -1) }
            : item,
        ),
      }),
  },
  'interleaved-items': {
    on: 'stream',
    description: 'the events of the items alternate',
    apply: (draft: ResponseDraft): ResponseDraft =>
      encodeWith(change(draft, { items: withCalls(draft) }), { isInterleaved: true }),
  },
  'missing-deltas': {
    on: 'stream',
    description: 'the items have a start and an end, and no events between them',
    apply: (draft: ResponseDraft): ResponseDraft =>
      encodeWith(draft, { itemEvents: 'without-deltas' }),
  },
  'missing-item-starts': {
    on: 'stream',
    description: 'the items have only an end',
    apply: (draft: ResponseDraft): ResponseDraft => encodeWith(draft, { itemEvents: 'only-ends' }),
  },
  'missing-item-events': {
    on: 'stream',
    description: 'the items are only in the last event',
    apply: (draft: ResponseDraft): ResponseDraft => encodeWith(draft, { itemEvents: 'none' }),
  },
  'rotated-item-ids': {
    on: 'stream',
    description: 'the id of an item changes with each event, as reported of GitHub Copilot',
    apply: (draft: ResponseDraft): ResponseDraft => encodeWith(draft, { hasRotatedIds: true }),
  },
  obfuscation: {
    on: 'stream',
    description: 'deltas are padded with a field `obfuscation` of changing length',
    apply: (draft: ResponseDraft): ResponseDraft => encodeWith(draft, { hasObfuscation: true }),
  },
  'large-echo': {
    on: 'chat',
    parameters: { bytes: { type: 'integer', min: 1, default: 204_800 } },
    description: 'the response repeats instructions of `bytes` bytes, in three events of a stream',
    apply: (draft: ResponseDraft, { bytes }: { readonly bytes: number }): ResponseDraft => {
      const { echo } = draft.response;
      return change(draft, { echo: { ...echo, instructions: 'x'.repeat(bytes) } });
    },
  },
  'usage-null': {
    on: 'chat',
    description: '`usage` is null',
    apply: (draft: ResponseDraft): ResponseDraft => encodeWith(draft, { usage: 'null' }),
  },
  'usage-without-details': {
    on: 'chat',
    description: '`usage` has no details',
    apply: (draft: ResponseDraft): ResponseDraft => encodeWith(draft, { usage: 'without-details' }),
  },
} as const;

function change(draft: ResponseDraft, changes: Partial<PlannedResponse>): ResponseDraft {
  return { ...draft, response: { ...draft.response, ...changes } };
}

function interrupt(
  draft: ResponseDraft,
  reason: string,
  items: readonly OutputItem[] = draft.response.items,
): ResponseDraft {
  return change(draft, { items, status: 'incomplete', incompleteReason: reason });
}

function encodeWith(draft: ResponseDraft, changes: Partial<Encoding>): ResponseDraft {
  return { ...draft, encoding: { ...draft.encoding, ...changes } };
}

/** Without tool calls, generated items replace the content. */
function withCalls({ response, generateItems }: ResponseDraft): readonly OutputItem[] {
  const hasCalls = response.items.some(({ type }) => type === 'function_call');
  return hasCalls ? response.items : generateItems();
}

function cutItem(item: OutputItem, afterCharacters: number | undefined): OutputItem {
  const cut = (text: string): string => {
    const end = Math.min(text.length, afterCharacters ?? Math.floor(text.length / 2));
    return text.slice(0, avoidPair(text, end));
  };
  switch (item.type) {
    case 'message':
      return { ...item, text: cut(item.text) };
    case 'reasoning':
      return item;
    case 'function_call':
      return { ...item, argumentsText: cut(item.argumentsText), status: 'incomplete' };
  }
}
