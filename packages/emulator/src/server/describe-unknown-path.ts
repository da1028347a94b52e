/** The emulators that have a path, by the end of the path. */
const owners: readonly (readonly [RegExp, string])[] = [
  [/\/chat\/completions$/, 'openai'],
  [/\/responses$/, 'responses'],
  [/\/messages$/, 'anthropic'],
  [/:(?:streamGenerateContent|generateContent)$/, 'google'],
  [/\/api\/(?:chat|tags)$/, 'ollama'],
  [/\/backend-(?:api|anon)\//, 'fakegpt'],
];

/**
 * Returns a sentence that an emulator adds to its response to an unknown path: its own paths, and the emulator of this
 * path.
 *
 * @param vendor - the name of the emulator in `understudy emulate`
 */
export function describeUnknownPath(
  vendor: string,
  paths: readonly string[],
  { path }: { readonly path: string },
): string {
  const own = `This emulator has the paths ${paths.join(', ')}.`;
  const owner = owners.find(([pattern]) => pattern.test(path))?.[1];
  return owner === undefined || owner === vendor
    ? own
    : `${own} For this path, run "understudy emulate ${owner}".`;
}
