/** Returns the position after the digits that start at a position, or undefined if there are none. */
export function skipDigits(text: string, start: number): number | undefined {
  let end = start;
  while (isDigit(text.charCodeAt(end))) end += 1;
  return end === start ? undefined : end;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}
