/** The API accepts letters, digits, `_` and `-` in ids of tool calls. Other characters are replaced by their code. */
export function encodeToolId(id: string): string {
  return id.replaceAll(/[^\w-]/g, (character) => `_${character.charCodeAt(0).toString(16)}`);
}
