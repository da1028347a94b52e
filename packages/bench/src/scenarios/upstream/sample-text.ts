const words = {
  english:
    'the actor who learns every part in silence and waits in the wings for the evening '.split(' '),
  russian: 'дублёр знает каждую роль наизусть и ждёт за кулисами того самого вечера '.split(' '),
};

/** Returns a deterministic text of `length` characters with line breaks and quotation marks. */
export function sampleText(language: keyof typeof words, length: number): string {
  const vocabulary = words[language];
  let text = '';
  for (let index = 0; text.length < length; index += 1) {
    const word = vocabulary[(index * 7 + (index >> 3)) % vocabulary.length] ?? '';
    const quoted = index % 23 === 0 ? `"${word}"` : word;
    text += quoted + (index % 31 === 30 ? '\n' : ' ');
  }
  return text.slice(0, length);
}
