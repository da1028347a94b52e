import type { JsonValue } from '../../chat/json.ts';
import { parseJson } from '../../json/read-json-value.ts';
import { removedText } from '../vendor-message.ts';

/** Longer texts are prompts and images. Only parts of them are copied into error messages. */
const maxTextLength = 512;
const maxPromptLength = 262_144;

/** So many equal characters around a phrase are no coincidence. */
const minCopiedContext = 16;

/** The texts of a request that a message can repeat, in lower case. */
export interface RequestTexts {
  /** The strings and the names of fields that the message contains, the longest first. */
  readonly copies: readonly string[];
  /** Texts of which a part can be repeated. */
  readonly prompts: readonly string[];
}

/**
 * Returns the strings and the names of fields in a JSON request, also those of JSON in its strings.
 *
 * A text that is no JSON has none.
 *
 * @param message - in lower case
 */
export function findRequestTexts(body: string, message: string): RequestTexts {
  const texts = new Set<string>();
  const pending: (JsonValue | undefined)[] = [parseJson(body)];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value === 'string') {
      texts.add(value.slice(0, maxPromptLength).toLowerCase());
      // The arguments of tool calls are JSON in a string.
      if (/^\s*[[{]/.test(value)) pending.push(parseJson(value));
    }
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, item] of Object.entries(value)) {
      texts.add(key.toLowerCase());
      pending.push(item);
    }
  }
  return {
    copies: [...texts]
      .filter((text) => text.length <= maxTextLength && message.includes(text))
      .toSorted((left, right) => right.length - left.length),
    prompts: [...texts].filter(({ length }) => length > minCopiedContext),
  };
}

/** What precedes a phrase that is the vendor's own: "Error: Invalid API key", "exceeds the context window". */
const beforeOwn = String.raw`(?:(?:^|[.!?]\s+)(?:error:\s*)?|\bexceed\w*\s(?:the|your|its)\s)`;
/** "insufficient balance is not a valid user" begins with a copy. */
const afterCopy = String.raw`\s+(?:is|are|must|cannot|does)\b`;

/** Removes texts from a message in lower case, except where the vendor's own sentence begins with the same words. */
export function removeRequestTexts(message: string, texts: readonly string[]): string {
  return texts.reduce((text, copied) => {
    const escaped = copied.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    const pattern = new RegExp(`(${beforeOwn}${escaped}(?!${afterCopy}))|${escaped}`, 'g');
    return text.replaceAll(pattern, (_, own?: string) => own ?? removedText);
  }, message);
}

/** Removes a part of a prompt that contains a phrase from a message in lower case. */
export function removePromptPart(
  message: string,
  prompts: readonly string[],
  phrase: string,
): string {
  const at = message.indexOf(phrase);
  if (at === -1) return message;
  for (const prompt of prompts) {
    const copied = findCopy(message, at, prompt, phrase);
    if (copied)
      return `${message.slice(0, copied.start)}${removedText}${message.slice(copied.end)}`;
  }
  return message;
}

interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Extends a phrase of a message to both sides as long as the prompt has the same characters. */
function findCopy(
  message: string,
  at: number,
  prompt: string,
  phrase: string,
): TextRange | undefined {
  for (
    let found = prompt.indexOf(phrase);
    found !== -1;
    found = prompt.indexOf(phrase, found + 1)
  ) {
    let before = 0;
    while (before < at && message[at - before - 1] === prompt[found - before - 1]) before += 1;
    let length = phrase.length;
    while (at + length < message.length && message[at + length] === prompt[found + length]) {
      length += 1;
    }
    if (before + length - phrase.length >= minCopiedContext) {
      return { start: at - before, end: at + length };
    }
  }
  return undefined;
}
