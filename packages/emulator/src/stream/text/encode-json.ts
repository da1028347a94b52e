/** Encodes JSON. With `escapeNonAscii`, characters outside ASCII become `\u` escapes, as in Python's encoder. */
export function encodeJson(value: unknown, escapeNonAscii: boolean): string {
  const json = JSON.stringify(value);
  return escapeNonAscii ? json.replaceAll(/[\u0080-\uFFFF]/g, escapeUnit) : json;
}

/** Encodes a JSON string without its quotes. */
export function encodeJsonText(text: string, escapeNonAscii: boolean): string {
  return encodeJson(text, escapeNonAscii).slice(1, -1);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
