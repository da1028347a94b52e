import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject, parseJson } from '@understudy/provider-utils';

import { splitObjects } from './split-objects.ts';

/** What data is that is not one JSON object. */
export type StreamData =
  | { readonly type: 'chunks'; readonly chunks: readonly JsonObject[] }
  /** Several documents that each have their own line, or follow each other on one line. */
  | { readonly type: 'lines'; readonly lines: readonly string[] }
  /** An error in words. */
  | { readonly type: 'error'; readonly message: string }
  | { readonly type: 'done' }
  /** An end marker in another form, which does not replace the finish reason. */
  | { readonly type: 'other-done' }
  | { readonly type: 'keep-alive' }
  | { readonly type: 'unreadable'; readonly received: string };

const framing = /^(?:data\s*:\s*)+/i;
const otherDone = /^['"]?[[<|]*(?:done|end|eos|stop)[\]>|]*['"]?$/i;
const keepAlive =
  /^(?:|[.*•…-]{1,8}|\W{0,3}(?:ping|pong|tick|waiting|keep[-_ ]?alive|heart[-_ ]?beat|noop|null|undefined|connected|(?:openrouter )?processing)(?:\W{0,3}|[\s#-]+\d[\d\s.:TZ+-]{0,40}))$/i;

/** Reads data that is not a JSON object. Data that is framed twice, or is JSON text of itself, is unpacked. */
export function readStreamData(data: string): StreamData {
  const text = data.trim().replace(framing, '');
  const known = readMarker(text);
  if (known) return known;
  const json = parseJson(text);
  if (json !== undefined) return readJson(json);
  const lines = text.split(/[\r\n]+/);
  if (lines.length > 1 && isJsonObject(parseJson(lines[0]?.replace(framing, '') ?? '')))
    return { type: 'lines', lines };
  const objects = splitObjects(text);
  if (objects.length > 1) return { type: 'lines', lines: objects };
  return isErrorText(text)
    ? { type: 'error', message: text }
    : { type: 'unreadable', received: 'invalid JSON' };
}

function readMarker(text: string): StreamData | undefined {
  if (text.startsWith(':')) return { type: 'keep-alive' };
  if (text.length > 64) return undefined;
  if (text === '[DONE]') return { type: 'done' };
  if (otherDone.test(text)) return { type: 'other-done' };
  return keepAlive.test(text) ? { type: 'keep-alive' } : undefined;
}

function readJson(json: JsonValue): StreamData {
  if (isJsonObject(json)) return { type: 'chunks', chunks: [json] };
  if (json === null) return { type: 'keep-alive' };
  if (Array.isArray(json)) return readList(json);
  // Numbers and booleans contain nothing. Some servers count their keep-alives.
  return typeof json === 'string' ? readText(json) : { type: 'keep-alive' };
}

function readList(list: readonly JsonValue[]): StreamData {
  const chunks = list.filter((item) => isJsonObject(item));
  if (list.length === 0) return { type: 'keep-alive' };
  return chunks.length === list.length
    ? { type: 'chunks', chunks }
    : { type: 'unreadable', received: 'another JSON value' };
}

/** Reads a JSON string, which can contain a marker, an error or a chunk. */
function readText(text: string): StreamData {
  const known = readMarker(text.trim());
  if (known) return known.type === 'done' ? { type: 'other-done' } : known;
  const json = parseJson(text);
  if (isJsonObject(json)) return { type: 'chunks', chunks: [json] };
  return isErrorText(text)
    ? { type: 'error', message: text }
    : { type: 'unreadable', received: 'another JSON value' };
}

const errorWords =
  /error|exception|traceback|failed|failure|time(?:d |-| )?out|overloaded|unavailable|bad gateway|unauthorized|forbidden|denied|too many requests|rate.?limit|quota|exceeded/i;

/** Whether a text reports an error. The text of a broken chunk may contain such words too. */
export function isErrorText(text: string): boolean {
  const start = text.slice(0, 2048);
  if (/^[{[]\s*["{]/.test(start)) return /^[{[\s]*"error"\s*:\s*[^n\s]/.test(start);
  return errorWords.test(start);
}
