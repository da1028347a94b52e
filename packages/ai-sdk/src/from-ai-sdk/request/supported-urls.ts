import type { UrlPatterns } from '../model-source.ts';

/** Returns whether the vendor downloads a URL itself, according to the `supportedUrls` of its model. */
export function isSupportedUrl(url: URL, mediaType: string, patterns: UrlPatterns): boolean {
  const href = url.href.toLowerCase();
  return Object.entries(patterns).some(
    ([type, expressions]) =>
      matchesType(mediaType.toLowerCase(), type.toLowerCase()) &&
      expressions.some((expression) => matches(expression, href)),
  );
}

/** A type can be complete, end with `*`, or be `*` alone. */
function matchesType(mediaType: string, type: string): boolean {
  if (type === '*' || type === '*/*') return true;
  return type.endsWith('*') ? mediaType.startsWith(type.slice(0, -1)) : mediaType === type;
}

/** An expression with the flag `g` or `y` keeps its position. */
function matches(expression: RegExp, text: string): boolean {
  expression.lastIndex = 0;
  return expression.test(text);
}
