import type { JsonObject } from '@understudy/core/provider';
import { readObject } from '@understudy/provider-utils';

import { ThinkTags } from './think-tags.ts';
import type { SplitContent } from './think-tags.ts';

/** Whether Gemini marks the content of a delta as a thought. */
export function isThought(message: JsonObject): boolean {
  if (message['extra_content'] === undefined) return false;
  return readObject(readObject(message, 'extra_content'), 'google')?.['thought'] === true;
}

/**
 * Reads content that Gemini marks as a thought. It is enclosed in `<thought>` tags, so that text can follow the closing
 * tag in the same delta. Without tags, all of it is reasoning.
 */
export class FlaggedThoughts {
  readonly #tags = new ThinkTags(true);

  read(content: string): SplitContent {
    const { reasoning, text } = this.#tags.add(content);
    return this.#tags.hasOpening ? { reasoning, text } : { reasoning: reasoning + text, text: '' };
  }

  /** Reads content without the mark. The closing tag can be at its beginning. */
  readUnmarked(content: string): SplitContent {
    const isEnd = this.#tags.isOpen && content.trimStart().startsWith('</');
    if (isEnd) return this.#tags.add(content);
    const { reasoning, text } = this.#tags.stopReading();
    return { reasoning: reasoning + text, text: content };
  }
}
