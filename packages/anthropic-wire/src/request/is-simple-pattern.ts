/** The largest count of a quantifier that is sent. The documentation excludes "large ranges" without a number. */
const maxCount = 64;

const literal = String.raw`[^\\^$.|?*+()[\]{}]|\\[^A-Za-z\d]`;
const characterClass = String.raw`\[\^?(?:[^\\[\]]|\\[dws]|\\[^A-Za-z\d])+\]`;
const token = new RegExp(
  String.raw`(?:(?:${literal}|\.|\\[dws]|${characterClass})(?:\{(\d+)(?:,(\d+))?\}|[*+?])?|\((?!\?)|\)[*+?]?)`,
  'guy',
);

/**
 * Returns whether a regular expression has only what the documentation of the API names as supported: anchors at both
 * ends, character classes, groups, and greedy quantifiers with small counts.
 *
 * The API can reject a request because of everything else, such as lookarounds, back references and word boundaries.
 * Alternatives are not named.
 *
 * Source: https://platform.claude.com/docs/en/build-with-claude/structured-outputs, "Pattern support (regex)"
 */
export function isSimplePattern(pattern: string): boolean {
  const source = pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
  const tokens = [...source.matchAll(token)];
  const length = tokens.reduce((sum, [text]) => sum + text.length, 0);
  const hasSmallCounts = tokens.every(([, min = 0, max = min]) => Number(max) <= maxCount);
  return source !== '' && length === source.length && hasSmallCounts && isValid(pattern);
}

function isValid(pattern: string): boolean {
  try {
    return RegExp(pattern) !== undefined;
  } catch {
    return false;
  }
}
