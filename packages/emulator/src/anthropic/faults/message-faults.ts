import { avoidPair } from '../../stream/text/cut-text.ts';
import type { MessageDraft, StreamEncoding } from '../message/message-draft.ts';
import type { Message, MessageBlock } from '../message/message.ts';
import { signThinking } from '../message/signature.ts';

const search: MessageBlock = {
  type: 'server_tool_use',
  id: 'srvtoolu_1',
  name: 'web_search',
  argumentsText: '{"query":"names of colors"}',
};

/** Faults that change the content of a response or the events in which it is sent. */
export const messageFaults = {
  'max-tokens': {
    on: 'chat',
    parameters: { afterCharacters: { type: 'integer', min: 0 } },
    description:
      'the last block is cut after `afterCharacters` (default: half of it), with the stop reason `max_tokens`',
    apply: (
      draft: MessageDraft,
      { afterCharacters }: { readonly afterCharacters: number | undefined },
    ): MessageDraft => {
      const { blocks } = draft.message;
      const last = blocks.slice(-1).map((block) => cutBlock(block, afterCharacters));
      return change(draft, { blocks: [...blocks.slice(0, -1), ...last], stopReason: 'max_tokens' });
    },
  },
  'empty-response': {
    on: 'chat',
    description: 'there is no content; the stop reason is `end_turn`',
    apply: (draft: MessageDraft): MessageDraft =>
      change(draft, { blocks: [], stopReason: 'end_turn' }),
  },
  'refusal-empty': {
    on: 'chat',
    description: 'the stop reason is `refusal`, without content and explanation',
    apply: (draft: MessageDraft): MessageDraft =>
      change(draft, { blocks: [], stopReason: 'refusal' }),
  },
  'refusal-after-text': {
    on: 'chat',
    description: 'the stop reason is `refusal`, after the content and with an explanation',
    apply: (draft: MessageDraft): MessageDraft =>
      change(draft, { stopReason: 'refusal', explanation: 'This request violates our policies.' }),
  },
  'context-window-exceeded': {
    on: 'chat',
    description: 'the stop reason is `model_context_window_exceeded`',
    apply: (draft: MessageDraft): MessageDraft =>
      change(draft, { stopReason: 'model_context_window_exceeded' }),
  },
  'pause-turn': {
    on: 'chat',
    description:
      'the content ends with the call of a server tool, whose turn can be continued; the stop reason is `pause_turn`',
    apply: (draft: MessageDraft): MessageDraft =>
      change(draft, { blocks: [...draft.message.blocks, search], stopReason: 'pause_turn' }),
  },
  'unknown-stop-reason': {
    on: 'chat',
    description: 'the stop reason is not known',
    apply: (draft: MessageDraft): MessageDraft => change(draft, { stopReason: 'of_the_future' }),
  },
  'missing-stop-reason': {
    on: 'chat',
    description: 'the stop reason is null',
    apply: (draft: MessageDraft): MessageDraft => change(draft, { stopReason: null }),
  },
  'redacted-thinking': {
    on: 'chat',
    description: 'the content starts with a block of redacted thinking',
    apply: (draft: MessageDraft): MessageDraft =>
      prepend(draft, { type: 'redacted_thinking', data: signThinking('redacted') }),
  },
  'silent-thinking': {
    on: 'stream',
    parameters: { pings: { type: 'integer', min: 0, default: 5 } },
    description:
      'the content starts with a block of thinking without text, in which `pings` pings are sent',
    apply: (draft: MessageDraft, { pings }: { readonly pings: number }): MessageDraft =>
      encodeWith(prepend(draft, { type: 'thinking', text: '', signature: signThinking('') }), {
        silentPings: pings,
      }),
  },
  'unsigned-thinking': {
    on: 'chat',
    description: 'the content starts with a block of thinking with an empty signature',
    apply: (draft: MessageDraft): MessageDraft =>
      prepend(draft, { type: 'thinking', text: 'I think.', signature: '' }),
  },
  'tool-arguments-invalid': {
    on: 'stream',
    description: 'the arguments of tool calls are not valid JSON: the last brace is missing',
    apply: (draft: MessageDraft): MessageDraft => mapCalls(draft, (text) => text.slice(0, -1)),
  },
  'tool-input-in-start': {
    on: 'stream',
    description: 'the input of tool calls is in the start of their block; there are no deltas',
    apply: (draft: MessageDraft): MessageDraft =>
      encodeWith(
        mapCalls(draft, (text) => text),
        { toolInput: 'start' },
      ),
  },
  'tool-input-missing': {
    on: 'stream',
    description: 'tool calls have no input',
    apply: (draft: MessageDraft): MessageDraft =>
      encodeWith(
        mapCalls(draft, (text) => text),
        { toolInput: 'none' },
      ),
  },
  'interleaved-blocks': {
    on: 'stream',
    description: 'the events of the blocks alternate',
    apply: (draft: MessageDraft): MessageDraft =>
      encodeWith(
        mapCalls(draft, (text) => text),
        { isInterleaved: true },
      ),
  },
  'missing-block-stops': {
    on: 'stream',
    description: 'the ends of the blocks are missing',
    apply: (draft: MessageDraft): MessageDraft => encodeWith(draft, { hasBlockStops: false }),
  },
  'usage-corrected': {
    on: 'stream',
    description: 'the token counts at the end correct those of the start',
    apply: (draft: MessageDraft): MessageDraft => encodeWith(draft, { usage: 'corrected' }),
  },
  'usage-missing': {
    on: 'chat',
    description: 'there are no token counts',
    apply: (draft: MessageDraft): MessageDraft => encodeWith(draft, { usage: 'none' }),
  },
} as const;

function change(draft: MessageDraft, changes: Partial<Message>): MessageDraft {
  return { ...draft, message: { ...draft.message, ...changes } };
}

function prepend(draft: MessageDraft, block: MessageBlock): MessageDraft {
  return change(draft, { blocks: [block, ...draft.message.blocks] });
}

function encodeWith(draft: MessageDraft, changes: Partial<StreamEncoding>): MessageDraft {
  return { ...draft, encoding: { ...draft.encoding, ...changes } };
}

/** Without tool calls, generated blocks replace the content. */
function mapCalls(draft: MessageDraft, changeText: (text: string) => string): MessageDraft {
  const { blocks } = draft.message;
  const hasCalls = blocks.some(({ type }) => type === 'tool_use');
  const changed = (hasCalls ? blocks : draft.generateBlocks()).map((block) =>
    block.type === 'tool_use'
      ? { ...block, argumentsText: changeText(block.argumentsText) }
      : block,
  );
  return change(draft, { blocks: changed, stopReason: 'tool_use' });
}

function cutBlock(block: MessageBlock, afterCharacters: number | undefined): MessageBlock {
  const cut = (text: string): string =>
    text.slice(
      0,
      avoidPair(text, Math.min(text.length, afterCharacters ?? Math.floor(text.length / 2))),
    );
  switch (block.type) {
    case 'text':
    case 'thinking':
      return { ...block, text: cut(block.text) };
    case 'tool_use':
    case 'server_tool_use':
      return { ...block, argumentsText: cut(block.argumentsText) };
    case 'redacted_thinking':
      return block;
  }
}
