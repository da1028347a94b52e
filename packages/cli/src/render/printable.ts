// All control characters except tab and line feed.
const controlCharacters = /[^\P{Cc}\t\n]/gu;

/** Removes control characters, so that external text cannot control the terminal. */
export function printable(text: string): string {
  return text.replace(controlCharacters, '');
}
