import type { JsonObject } from '@understudy/core/provider';
import type { UserPart } from '@understudy/provider-utils/internal';

import { encodeParts } from './encode-content.ts';
import type { ContentSettings } from './encode-content.ts';

/** The images and files of tool results, which the wire format accepts in messages of the user only. */
export class ResultFiles {
  readonly #settings: ContentSettings;
  #parts: readonly JsonObject[] = [];

  constructor(settings: ContentSettings) {
    this.#settings = settings;
  }

  /** Adds the files of a result. Returns whether there are any that can be sent. */
  add(toolCallId: string, parts: readonly UserPart[]): boolean {
    const files = parts.filter(({ type }) => type === 'image' || type === 'file');
    const { quirks, warn } = this.#settings;
    if (quirks.resultFiles === false || files.length < parts.filter(isNoText).length) {
      warn('parts of a tool result omitted: only text is supported');
    }
    const encoded = quirks.resultFiles === false ? [] : encodeParts(files, this.#settings);
    if (encoded.length === 0) return false;
    const text = `Files of the result of the tool call ${toolCallId}:`;
    this.#parts = [...this.#parts, { type: 'text', text }, ...encoded];
    return true;
  }

  /** Returns a message with the files of all results that were added since the last one. It follows the results. */
  take(): readonly JsonObject[] {
    const parts = this.#parts;
    if (parts.length === 0) return [];
    this.#parts = [];
    return [{ role: 'user', content: parts }];
  }
}

function isNoText({ type }: { readonly type: string }): boolean {
  return type !== 'text';
}
