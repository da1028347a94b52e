/** Replaces removed text, so that the words before and after it form no phrase. */
export const removedText = '□';

/** Longer messages are not searched further: the vendor's own words come first. */
export const maxMessageLength = 4096;

/** Quoted text. A quote that is not closed ends with the message, because messages are cut off. */
const quotes: readonly RegExp[] = [
  /"(?:[^"\\]|\\.)*(?:"|$)/gs,
  /(?<![\p{L}\p{N}_])`[^`]*(?:`|$)/gu,
  /(?<![\p{L}\p{N}])'(?:[^']|'(?=[\p{L}\p{N}]))*(?:'|$)/gu,
  /‘(?:[^’]|’(?=[\p{L}\p{N}]))*(?:’|$)/gu,
  /[“„][^“”]*(?:[“”]|$)/g,
  /«[^»]*(?:»|$)/g,
  /「[^」]*(?:」|$)/g,
  /『[^』]*(?:』|$)/g,
  /《[^》]*(?:》|$)/g,
  /<[a-z0-9][^<>]*>/gi,
];

/** Returns a text without what is in quotes. */
export function removeQuotes(text: string): string {
  return quotes.reduce((rest, quote) => rest.replaceAll(quote, removedText), text);
}

const wordPattern = /[!-~]+/g;
/** A word of code: a path, an address, a name with underscores, or letters and digits. */
const codeWord = /[_/@\\]|\w[.:]+\w|\d[a-z]|[a-z]\d/;

/**
 * Returns a vendor's message in lower case and without text that can be a copy of the request: quotes, JSON, addresses
 * and names.
 */
export function cleanMessage(message: string): string {
  return removeBrackets(removeQuotes(message.slice(0, maxMessageLength).toLowerCase()))
    .replaceAll(wordPattern, (word) => (codeWord.test(word) ? removedText : word))
    .replaceAll('’', "'")
    .replaceAll(/\s+/g, ' ');
}

/** Removes `{…}` and `[…]` with what they contain, to the end of the text if they are not closed. */
function removeBrackets(text: string): string {
  let result = '';
  let depth = 0;
  for (const character of text) {
    if (character === '{' || character === '[') {
      if (depth === 0) result += removedText;
      depth += 1;
    } else if (depth === 0) {
      result += character;
    } else if (character === '}' || character === ']') {
      depth -= 1;
    }
  }
  return result;
}
