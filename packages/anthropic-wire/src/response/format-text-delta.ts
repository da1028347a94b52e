/** Most events of a response are pieces of text. */
export function formatTextDelta(index: number, text: string): string {
  const delta = `{"type":"text_delta","text":${JSON.stringify(text)}}`;
  return `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":${delta}}\n\n`;
}
