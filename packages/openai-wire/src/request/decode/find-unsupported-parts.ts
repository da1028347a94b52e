import { isJsonObject } from '@understudy/provider-utils';

/** The types of parts with a counterpart. */
const known: ReadonlySet<unknown> = new Set([
  'text',
  'input_text',
  'output_text',
  'image_url',
  'input_image',
  'input_audio',
  'video_url',
  'refusal',
  'thinking',
  'reasoning',
  'tool_use',
  'tool_result',
]);

/** Returns one warning for each part that only targets with the same format receive. */
export function findUnsupportedParts(messages: unknown): readonly string[] {
  if (!Array.isArray(messages)) return [];
  return messages.flatMap((message: unknown, index) => {
    const content = isJsonObject(message) ? message.content : undefined;
    if (!Array.isArray(content)) return [];
    return content.flatMap((part: unknown, position) =>
      isKnown(part)
        ? []
        : [`sent only to targets with the same format: messages[${index}].content[${position}]`],
    );
  });
}

/** A file has a counterpart unless only its vendor has its content. */
function isKnown(part: unknown): boolean {
  if (!isJsonObject(part)) return true;
  const { type, file } = part;
  return type === 'file' ? !isJsonObject(file) || file.file_data !== undefined : known.has(type);
}
