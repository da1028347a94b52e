export type Part = Readonly<Record<string, unknown>>;

export const usage = { promptTokenCount: 10, candidatesTokenCount: 4, totalTokenCount: 14 };

export function chunk(parts: readonly Part[], fields: object = {}, other: object = {}): object {
  return {
    candidates: [{ content: { role: 'model', parts }, index: 0, ...fields }],
    usageMetadata: usage,
    modelVersion: 'gemini-3.8-flash',
    responseId: 'r1',
    ...other,
  };
}

export function body(...chunks: readonly object[]): string {
  return chunks.map((each) => `data: ${JSON.stringify(each)}\r\n\r\n`).join('');
}

export const text = (words: string): object => chunk([{ text: words }]);
export const stop = (finishReason = 'STOP'): object => chunk([{ text: '' }], { finishReason });
export const signed = (thoughtSignature: unknown): object =>
  chunk([{ text: 'Teal.', thoughtSignature }]);
export const error = {
  error: { code: 503, message: 'The model is overloaded', status: 'UNAVAILABLE' },
};
export const done = { finish: 'stop', text: 'Teal.' } as const;
