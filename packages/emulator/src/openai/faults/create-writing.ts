import type { StreamSettings } from '../openai-settings.ts';
import type { ToolCallStyle, EncodingOptions } from '../wire/encoding-options.ts';
import type { OpenAiFaultName } from './openai-fault.ts';

/** How an answer is written, changed where a fault of this name is one of that. */
export function createWriting(
  fault: OpenAiFaultName | undefined,
  { charactersPerChunk, reasoningField }: StreamSettings,
): EncodingOptions {
  return {
    charactersPerChunk,
    reasoningField,
    contentAsParts: fault === 'content-parts',
    splitPairs: fault === 'split-surrogate',
    toolCalls: chooseToolCallStyle(fault),
  };
}

function chooseToolCallStyle(fault: OpenAiFaultName | undefined): ToolCallStyle {
  switch (fault) {
    case 'tool-calls-interleaved':
      return 'interleaved';
    case 'tool-call-whole':
      return 'whole';
    case 'tool-ids-in-every-chunk':
      return 'id-in-every-chunk';
    case 'tool-index-missing':
      return 'without-index';
    case 'tool-index-huge':
      return 'huge-index';
    default:
      return 'pieces';
  }
}
