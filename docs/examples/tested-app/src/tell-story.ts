import type { OpenAI } from 'openai';

/** A story, piece by piece. */
export async function* tellStory(client: OpenAI, about: string): AsyncGenerator<string> {
  const stream = await client.chat.completions.create({
    model: 'gpt-5-mini',
    messages: [{ role: 'user', content: `A story about ${about}, please.` }],
    stream: true,
  });
  let finished = false;
  for await (const { choices } of stream) {
    const piece = choices[0]?.delta.content ?? '';
    if (piece !== '') yield piece;
    finished ||= choices[0]?.finish_reason === 'stop';
  }
  // the client takes a stream that ends early for a whole one
  if (!finished) throw new Error('the story broke off');
}
