/** Cuts a text into pieces of `size` UTF-16 units. A piece is one unit longer if it would split a surrogate pair. */
export function cutText(text: string, size: number): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  while (start < text.length) {
    const end = avoidPair(text, start + size);
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

/** Returns `end`, or `end + 1` if `end` is inside a surrogate pair. */
export function avoidPair(text: string, end: number): number {
  const insidePair =
    isHighSurrogate(text.charCodeAt(end - 1)) && isLowSurrogate(text.charCodeAt(end));
  return insidePair ? end + 1 : end;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
