/** JSON or a list of it, which LiteLLM and other proxies write after words of their own. */
const innerJson =
  /^\s*(?:\{|\[\s*\{\s*"|litellm\.\w+:|error code: \d{3} -|error from provider|upstream returned http \d{3}:|bad response status code \d{3},)/i;

/** Returns the JSON of the vendor's error that a proxy puts into the message of its own error. */
export function findInnerJson(message: string): string | undefined {
  const start = message.indexOf('{');
  if (start < 0 || !innerJson.test(message)) return undefined;
  return message.slice(start, message.lastIndexOf('}') + 1);
}
