/** Provider ids for which `gen_ai.provider.name` has another well-known value. */
const wellKnownNames: ReadonlyMap<string, string> = new Map([
  ['azure', 'azure.ai.openai'],
  ['gemini', 'gcp.gemini'],
  ['google', 'gcp.gemini'],
  ['mistral', 'mistral_ai'],
  ['moonshot', 'moonshot_ai'],
  ['xai', 'x_ai'],
]);

/** Returns `gen_ai.provider.name` for a provider id: the well-known value, or the id. */
export function toProviderName(provider: string): string {
  return wellKnownNames.get(provider) ?? provider;
}
