import type { FilePart, ImagePart, TextPart, ToolResultPart } from '@understudy/core';

import type {
  PromptFileData,
  PromptToolContent,
  PromptToolOutput,
  PromptToolResult,
} from '../../specification/call-options.ts';
import type { CallContext } from '../call-context.ts';
import { decodeOptions } from '../part-origin.ts';
import { decodeFile } from './decode-file.ts';

type ResultPart = TextPart | ImagePart | FilePart;

/** Returns the result of a tool. */
export function decodeToolResult(
  { toolCallId, toolName, output, providerOptions }: PromptToolResult,
  context: CallContext,
): ToolResultPart {
  return {
    type: 'tool-result',
    toolCallId,
    name: toolName,
    ...decodeOutput(output, context),
    // `toModelOutput()` of a tool sets those of the output. The AI SDK adds the metadata of the call to the result.
    ...decodeOptions({ ...output.providerOptions, ...providerOptions }, context),
  };
}

function decodeOutput(
  output: PromptToolOutput,
  context: CallContext,
): Pick<ToolResultPart, 'output' | 'isError' | 'parts'> {
  switch (output.type) {
    case 'text':
      return { output: output.value };
    case 'error-text':
      return { output: output.value, isError: true };
    case 'json':
      return { output: toJsonText(output.value) };
    case 'error-json':
      return { output: toJsonText(output.value), isError: true };
    case 'execution-denied':
      return { output: output.reason ?? 'The user denied the execution.', isError: true };
    case 'content': {
      const parts = output.value.flatMap((part) => decodePart(part, context));
      const text = parts.map((part) => (part.type === 'text' ? part.text : ''));
      return { output: text.join(''), parts };
    }
  }
}

/** A value that JSON cannot express is sent as null. */
function toJsonText(value: unknown): string {
  return JSON.stringify(value ?? null);
}

function decodePart(part: PromptToolContent, context: CallContext): readonly ResultPart[] {
  const options = decodeOptions(part.providerOptions, context);
  if (part.type === 'text') return [{ type: 'text', text: part.text ?? '', ...options }];
  const data = dataOf(part);
  if (data !== undefined) {
    const { mediaType = part.type.startsWith('image') ? 'image' : '', filename } = part;
    return [{ ...decodeFile({ data, mediaType, filename }), ...options }];
  }
  context.addUnsupported(`${part.type} in a tool result`);
  return [];
}

/** `v4` has files with tagged data, `v3` has a type for each kind of data. */
function dataOf({ data, url }: PromptToolContent): PromptFileData | undefined {
  return data ?? (url === undefined ? undefined : (URL.parse(url) ?? undefined));
}
