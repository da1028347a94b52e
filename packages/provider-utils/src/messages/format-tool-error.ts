/**
 * Returns the output of a failed tool for a wire format without a field for failures: with `Error: ` before it, unless
 * its beginning reports a failure.
 */
export function formatToolError(output: string): string {
  return /\b(?:error|fail)/i.test(output.slice(0, 64)) ? output : `Error: ${output}`;
}
