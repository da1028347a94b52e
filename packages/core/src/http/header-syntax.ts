/** Returns whether a text is a valid header name (RFC 9110, 5.1). */
export function isHeaderName(name: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i.test(name);
}

/** Returns whether a text is a valid header value: visible ASCII, spaces, tabs and U+0080 to U+00FF (RFC 9110, 5.5). */
export function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

/** Returns the name of the first header whose name or value is not valid, or undefined if all are valid. */
export function findInvalidHeader(headers: Readonly<Record<string, string>>): string | undefined {
  const entries = Object.entries(headers);
  return entries.find(([name, value]) => !isHeaderName(name) || !isHeaderValue(value))?.[0];
}
