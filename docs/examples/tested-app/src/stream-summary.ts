import type { OpenAI } from 'openai';

/** Streams a summary of a topic. Throws if the stream ends before the summary is complete. */
export async function* streamSummary(client: OpenAI, topic: string): AsyncGenerator<string> {
  const stream = await client.chat.completions.create({
    model: 'gpt-5-mini',
    messages: [{ role: 'user', content: `Summarize ${topic} in two sentences.` }],
    stream: true,
  });
  let finished = false;
  for await (const { choices } of stream) {
    const text = choices[0]?.delta.content ?? '';
    if (text !== '') yield text;
    finished ||= choices[0]?.finish_reason === 'stop';
  }
  // The client does not throw if the stream ends without a finish reason.
  if (!finished) throw new Error('the summary is incomplete');
}
