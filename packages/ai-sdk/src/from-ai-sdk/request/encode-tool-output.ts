import type { FilePart, ImagePart, TextPart, ToolResultPart } from '@understudy/core';

import type { ModelVersion } from '../model-source.ts';
import { anyImage, encodeFileData, toBase64 } from './encode-file.ts';

type ResultPart = TextPart | ImagePart | FilePart;

/** Returns the output of a tool. A failure has no files, because the AI SDK has only text for it. */
export function encodeToolOutput(
  { output, parts = [], isError }: ToolResultPart,
  version: ModelVersion,
): object {
  const texts = parts.filter((part) => part.type === 'text');
  const text = texts.map((part) => part.text).join('\n');
  if (isError === true) return { type: 'error-text', value: output === '' ? text : output };
  if (texts.length === parts.length) return { type: 'text', value: text === '' ? output : text };
  return { type: 'content', value: parts.map((part) => encodePart(part, version)) };
}

/** Each version has other types for files. */
function encodePart(part: ResultPart, version: ModelVersion): object {
  if (part.type === 'text') return { type: 'text', text: part.text };
  const { data, mediaType = anyImage } = part;
  if (version === 'v4') return { type: 'file', mediaType, data: encodeFileData(data, version) };
  const base64 = toBase64(data);
  if (version === 'v2') return { type: 'media', mediaType, data: base64 ?? '' };
  const prefix = part.type === 'image' ? 'image' : 'file';
  if (data.type === 'url') return { type: `${prefix}-url`, url: data.url.href, mediaType };
  return { type: `${prefix}-data`, data: base64, mediaType };
}
