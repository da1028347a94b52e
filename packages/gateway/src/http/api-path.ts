/** Returns the path of a URL as the router reads it: without query, duplicate slashes and a trailing slash. */
export function readPath(url: string): string {
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  return path.replaceAll(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
}

/** Whether a client of Anthropic's API sends requests to a path, also with a wrong base URL. */
export function isMessagesPath(path: string): boolean {
  return /^\/(?:[\w-]+\/){0,2}messages(?:\/|$)/.test(path);
}

/** Whether a path belongs to the API of Ollama. */
export function isOllamaPath(path: string): boolean {
  return path.startsWith('/api/');
}
