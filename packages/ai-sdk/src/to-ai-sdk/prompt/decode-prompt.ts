import type { AssistantPart, Message, TextPart } from '@understudy/core';

import type {
  PromptAssistantPart,
  PromptMessage,
  PromptToolPart,
  PromptUserPart,
} from '../../specification/call-options.ts';
import type { CallContext } from '../call-context.ts';
import { decodeOptions, decodeOrigin } from '../part-origin.ts';
import type { DecodedFile } from './decode-file.ts';
import { decodeFile } from './decode-file.ts';
import { decodeToolResult } from './decode-tool-result.ts';

/**
 * Returns the conversation of a prompt. A message whose parts are all unsupported is left out.
 *
 * @throws UnsupportedFunctionalityError for a file that is stored at one vendor
 */
export function decodePrompt(
  prompt: readonly PromptMessage[],
  context: CallContext,
): readonly Message[] {
  return prompt
    .map((message) => decodeMessage(message, context))
    .filter(({ role, content }) => role === 'system' || role === 'user' || content.length > 0);
}

function decodeMessage(message: PromptMessage, context: CallContext): Message {
  const options = decodeOptions(message.providerOptions, context);
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.content, ...options };
    case 'user': {
      const content = message.content.flatMap((part) => decodeUserPart(part, context));
      return { role: 'user', content, ...options };
    }
    case 'assistant': {
      const content = message.content.flatMap((part) => decodeAssistantPart(part, context));
      return { role: 'assistant', content, ...options };
    }
    case 'tool': {
      const content = message.content.flatMap((part) => decodeToolPart(part, context));
      return { role: 'tool', content, ...options };
    }
  }
}

function decodeUserPart(
  part: PromptUserPart,
  context: CallContext,
): readonly (TextPart | DecodedFile)[] {
  const options = decodeOptions(part.providerOptions, context);
  switch (part.type) {
    case 'text':
      return [{ type: 'text', text: part.text, ...options }];
    case 'file':
      return [{ ...decodeFile(part), ...options }];
    default:
      context.addUnsupported(part.type);
      return [];
  }
}

function decodeAssistantPart(
  part: PromptAssistantPart,
  context: CallContext,
): readonly AssistantPart[] {
  const fields = {
    ...decodeOrigin(part.providerOptions),
    ...decodeOptions(part.providerOptions, context),
  };
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return [{ type: part.type, text: part.text, ...fields }];
    case 'file': {
      const { data, mediaType, type: _type, ...name } = decodeFile(part);
      return [{ type: 'file', data, mediaType: mediaType ?? part.mediaType, ...name, ...fields }];
    }
    case 'tool-call':
      if (part.providerExecuted === true) break;
      return [
        {
          type: 'tool-call',
          id: part.toolCallId,
          name: part.toolName,
          argumentsText: toArgumentsText(part.input),
          ...fields,
        },
      ];
    default:
      break;
  }
  context.addUnsupported(
    part.type === 'tool-call' || part.type === 'tool-result'
      ? 'tools that a vendor has run'
      : part.type,
  );
  return [];
}

/** The AI SDK passes on arguments that are not valid JSON as text. */
function toArgumentsText(input: unknown): string {
  return typeof input === 'string' ? input : JSON.stringify(input ?? {});
}

function decodeToolPart(part: PromptToolPart, context: CallContext) {
  if (part.type === 'tool-result') return [decodeToolResult(part, context)];
  context.addUnsupported(part.type);
  return [];
}
