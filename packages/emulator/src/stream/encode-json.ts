/** JSON, in ASCII alone when asked: what is not ASCII becomes \u escapes, as Python's encoder writes it. */
export function encodeJson(value: unknown, escapeNonAscii: boolean): string {
  const json = JSON.stringify(value);
  return escapeNonAscii ? json.replaceAll(/[\u0080-\uFFFF]/g, escapeUnit) : json;
}

/** The inside of a JSON string. */
export function encodeJsonText(text: string, escapeNonAscii: boolean): string {
  return encodeJson(text, escapeNonAscii).slice(1, -1);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
